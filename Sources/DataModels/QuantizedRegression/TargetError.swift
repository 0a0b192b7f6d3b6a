import Messages

/// How one target is quantized.
public enum TargetError: Sendable, Equatable {
  /// In full precision.
  case none
  /// With an unbiased error of known variance.
  case idealized(IdealizedError)

  /// The error by its text: "none", "add:0.01", "mult:0.01", "mult:0.01:row", "mult:0.01:batch".
  ///
  /// - Throws: a `Refusal` of kind `usage` that names what was misspelled.
  public init(text: String) throws {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    if parts == ["none"] {
      self = .none
      return
    }
    guard parts[0] == "add" || parts[0] == "mult" else {
      let forms = ["none", "add:EPS", "mult:EPS", "mult:EPS:row", "mult:EPS:batch"]
      let names = ["none", "add", "mult"]
      throw Refusal.usage(
        "there is no quantization \"\(text)\"; \(Suggestion.question(for: parts[0], among: names)) The forms are "
          + forms.joined(separator: ", "))
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

  /// The idealized error, zero where there is none.
  public var idealized: IdealizedError {
    switch self {
    case .none: IdealizedError()
    case .idealized(let error): error
    }
  }
}
