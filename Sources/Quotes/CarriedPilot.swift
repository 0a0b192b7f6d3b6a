/// The error of a model on fixed features, from a pilot on part of the rows and the learning curve of float ridge on all.
///
///     A = L⁻¹( L e_m + L c(n) − L c(m) )        the pilot, carried
///     B = L⁻¹( L c(n) + L e_m − L e_m,float )    leave-one-out of all rows, plus what the form costs in the pilot
///     quote = (A + B)/2
///
/// e_m: the pilot's error on rows it has not seen; c: the curve, which for all n rows is leave-one-out. L is that of
/// `ErrorScale`: log odds for shares of labels, logarithms for squared errors in units of the constant answer. The band is that of
/// `QuoteVariance.features`.
///
/// - Source: Documentation/Quotes.md, random features.
public struct CarriedPilot: Sendable, Equatable {
  public let error: Double
  public let band: ClosedRange<Double>
  public let verdict: QuoteVerdict
  /// A, and B; without a curve the pilot, and nil.
  public let carried: Double
  public let leftOut: Double?

  /// So far apart, or carried so far, A and B are no green.
  static let greenApart = 0.02
  static let greenCarried = 0.04
  static let redApart = 0.05
  static let greenHeldRows = 200

  /// Errors at m and n as the curve has them.
  public struct Curve: Sendable {
    public let atPilot: Double
    public let atAll: Double
    /// How many rows it knows.
    public let poolCount: Int
    /// What makes the curve doubtful, in the words of `LearningCurvePoint.flags`.
    public let flags: [String]

    public init(atPilot: Double, atAll: Double, poolCount: Int, flags: [String]) {
      self.atPilot = atPilot
      self.atAll = atAll
      self.poolCount = poolCount
      self.flags = flags
    }
  }

  /// What the pilot has shown on the held-out rows.
  public struct Pilot: Sendable {
    public let error: Double
    public let standardError: Double
    /// The same in 32 bits.
    public let floatError: Double
    public let heldCount: Int

    public init(error: Double, standardError: Double, floatError: Double, heldCount: Int) {
      self.error = error
      self.standardError = standardError
      self.floatError = floatError
      self.heldCount = heldCount
    }
  }

  /// - Parameters:
  ///   - constantError: of the best constant answer; what squared errors are measured in.
  ///   - curve: nil where there is none, which refuses to say more than the pilot.
  public init(_ pilot: Pilot, isClassification: Bool, constantError: Double, curve: Curve?, testCount: Int?) {
    let unit = isClassification ? 1 : constantError
    let scale = isClassification ? ErrorScale.shares : .squares
    let raw = pilot.error / unit
    var parts = QuoteParts(pilots: raw, raw: raw, backTest: nil, gap: nil)
    if let curve {
      let (all, float) = (scale.scaled(curve.atAll / unit), scale.scaled(pilot.floatError / unit))
      let form = scale.scaled(raw)
      parts = QuoteParts(
        pilots: scale.error(form + all - scale.scaled(curve.atPilot / unit)), raw: raw, backTest: nil,
        gap: scale.error(all + form - float))
    }
    let spread = pilot.standardError / unit
    let relative = raw > 0 ? spread * spread * Double(pilot.heldCount) / (raw * raw) : 0
    let variance = QuoteVariance(
      sampleCount: curve?.poolCount ?? pilot.heldCount, testCount: testCount,
      relativeVariance: isClassification ? nil : relative)
    let quote = parts.quote
    band = QuoteVariance.band(
      quote, variance: variance.features(quote, parts: parts), factor: QuoteVariance.factor,
      largest: isClassification ? 1 : .infinity, unit: unit)
    error = quote * unit
    carried = parts.pilots * unit
    leftOut = parts.gap.map { $0 * unit }
    verdict = Self.verdict(parts, curve, scale, heldCount: pilot.heldCount)
  }

  private static func verdict(
    _ parts: QuoteParts, _ curve: Curve?, _ scale: ErrorScale, heldCount: Int
  ) -> QuoteVerdict {
    guard let curve, let leftOut = parts.gap else {
      return QuoteVerdict(
        .red, ["no learning curve reaches from the pilot to all rows: this is the error of the pilot"])
    }
    let (apart, moved) = ((parts.pilots - leftOut).magnitude, (parts.quote - parts.raw).magnitude)
    let isMeaningless = curve.flags.contains { $0 == "interpolation-peak" || $0 == "beyond-resolvable-range" }
    let isClear = curve.flags.isEmpty && apart <= greenApart && moved <= greenCarried && heldCount >= greenHeldRows
    return QuoteVerdict(
      isMeaningless || apart > redApart ? .red : isClear ? .green : .amber,
      [
        "a pilot on part of the rows, carried by \(scale.text(ofDifference: moved)), and leave-one-out are "
          + "\(scale.text(ofDifference: apart))\(scale.unitText) apart"
      ] + curve.flags)
  }
}
