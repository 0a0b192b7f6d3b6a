import Messages

/// The error of a pilot on part of the rows, carried to all of them by a learning curve of the same features.
///
///     quote = L⁻¹( L e_m + L c(n) − L c(m) ),   V = p(1 − p)(1/n_test + 1/n_held) + .0116² + (½ (quote − e_m))²
///
/// e_m: the pilot's error on n_held rows it has not seen; c: the predicted curve of float ridge. band = quote ± 2.1 √V.
/// L is that of `ErrorScale`: log odds for shares of labels, logarithms for squared errors in units of the constant answer.
public struct CarriedPilot: Sendable, Equatable {
  public let error: Double
  public let band: ClosedRange<Double>
  public let verdict: QuoteVerdict

  /// Errors at m and n as the curve has them.
  public struct Curve: Sendable {
    public let atPilot: Double
    public let atAll: Double
    /// What makes the curve doubtful, in the words of `LearningCurvePoint.flags`.
    public let flags: [String]

    public init(atPilot: Double, atAll: Double, flags: [String]) {
      self.atPilot = atPilot
      self.atAll = atAll
      self.flags = flags
    }
  }

  /// - Parameters:
  ///   - error: e_m, with its standard error on the held-out rows.
  ///   - constantError: of the best constant answer; what squared errors are measured in.
  ///   - curve: nil where there is none, which refuses to say more than the pilot.
  public init(
    error pilot: Double, standardError: Double, isClassification: Bool, constantError: Double, curve: Curve?,
    testCount: Int?, heldCount: Int
  ) {
    let unit = isClassification ? 1 : constantError
    let scale = isClassification ? ErrorScale.shares : .squares
    var (carried, color) = (pilot / unit, QuoteVerdict.Color.red)
    var reasons = ["no learning curve reaches from the pilot to all rows: this is the error of the pilot"]
    if let curve {
      let shift = scale.scaled(curve.atAll / unit) - scale.scaled(curve.atPilot / unit)
      carried = scale.error(scale.scaled(carried) + shift)
      let moved = (carried - pilot / unit).magnitude
      reasons = ["a pilot on part of the rows, carried by \(NumberText.fixed(100 * moved, 1)) points"] + curve.flags
      color =
        curve.flags.contains { $0 == "interpolation-peak" || $0 == "beyond-resolvable-range" }
        ? .red
        : curve.flags.isEmpty && moved <= 0.02 && heldCount >= 200 ? .green : .amber
    }
    let sampling = standardError / unit * standardError / unit
    let testShare = testCount.map { Double(heldCount) / Double($0) } ?? 0
    let half = (carried - pilot / unit) / 2
    // A held-out set without a mistake is no certainty.
    let least = isClassification ? 2 / Double(min(heldCount, testCount ?? .max)) : 0
    let floor = least / Double(heldCount)
    let variance = max(sampling, floor) * (1 + testShare) + 0.0116 * 0.0116 + half * half
    band = QuoteVariance.band(
      carried, variance: variance, factor: QuoteVariance.factor, largest: isClassification ? 1 : .infinity, unit: unit)
    self.error = carried * unit
    verdict = QuoteVerdict(color, reasons)
  }
}
