import Messages
public import Quantization

/// How one target is quantized.
public enum TargetError: Sendable, Equatable {
  /// In full precision.
  case none
  /// With an unbiased error of known variance.
  case idealized(IdealizedError)
  /// By a number format. MX blocks run along the coordinates of a sample (data), the weights (parameter) or the samples
  /// of a batch.
  case format(Quantizer)

  /// The error by its text: "none", "add:0.01", "mult:0.01", "mult:0.01:row", "mult:0.01:batch", or a quantizer by its
  /// name, as "e4m3", "fixed8:range=6:rne".
  ///
  /// - Parameter grid: Reads the numbers of a grid from the file of that name.
  /// - Throws: a `Refusal` of kind `usage` that names what was misspelled; what `grid` throws.
  public init(text: String, grid: (String) throws -> [Double] = Self.noGrid) throws {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    if parts == ["none"] {
      self = .none
      return
    }
    guard parts[0] == "add" || parts[0] == "mult" else {
      guard Quantizer.isKnown(parts[0]) else {
        let forms = ["none", "add:EPS", "mult:EPS", "mult:EPS:row", "mult:EPS:batch"]
        let names = ["none", "add", "mult"] + Quantizer.names
        throw Refusal.usage(
          "there is no quantization \"\(text)\"; \(Suggestion.question(for: parts[0], among: names)) The forms are "
            + forms.joined(separator: ", ") + ", or a number format, as e4m3 or fixed8:range=6 (signbit format list)")
      }
      self = .format(try Quantizer(named: text, grid: grid))
      return
    }
    guard parts.count >= 2, let variance = Double(parts[1]), variance.isFinite else {
      throw Refusal.usage("\(parts[0]):EPS takes the variance of an error; found \"\(text)\"")
    }
    var error = IdealizedError()
    if parts[0] == "add" { error.additive = variance } else { error.multiplicative = variance }
    if parts.count > 2 {
      guard parts.count == 3, let granularity = IdealizedError.Granularity(rawValue: parts[2]), granularity != .element
      else {
        let found = parts.dropFirst(2).joined(separator: ":")
        throw Refusal.usage(
          "there is no quantization \"\(text)\": after the variance comes row or batch; found \"\(found)\", \(Suggestion.question(for: found, among: ["row", "batch"]))"
        )
      }
      error.granularity = granularity
    }
    self = .idealized(error)
  }

  /// For a place without files: refuses every grid.
  public static func noGrid(_ file: String) throws -> [Double] {
    throw Refusal.usage("grid:\(file) names a file, and none can be read here")
  }

  /// The idealized error, zero where there is none; nil for a number format.
  public var idealized: IdealizedError? {
    switch self {
    case .none: IdealizedError()
    case .idealized(let error): error
    case .format: nil
    }
  }

  /// Whether an input that is always 0 does not stay 0.
  public var movesZero: Bool {
    switch self {
    case .none: false
    case .idealized(let error): error.additive > 0
    case .format(let quantizer): quantizer.outcomes(of: [0])[0].mean { $0 * $0 } > 0
    }
  }

  /// The number format, where there is one.
  public var quantizer: Quantizer? {
    if case .format(let quantizer) = self { quantizer } else { nil }
  }
}
