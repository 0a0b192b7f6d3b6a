/// The error of a finished model, estimated from its training rows alone, and a band for what test rows will say.
///
///     band = error ± 1.645 √V
///     V = p(1 − p)(1/n + 1/n_test) + what a sample of rows adds + c²
///
/// with c = 0.01 for models in 16 bits and more and 0.02 for fewer: what approximate leave-one-out is off by beside chance.
/// For the error on an unlimited population n_test is infinite. p is at least 2/min(n, n_test), so that no mistake at all
/// is no certainty. For regression p(1 − p) is the variance of one sample's squared error, and c is 0: none was calibrated.
///
/// Measured coverage: `Documentation/Quotes.md`. Blind to what the training rows cannot show: drift, and copies of rows.
public struct Receipt: Sendable, Equatable {
  public let error: Double
  public let band: ClosedRange<Double>

  /// Two-sided 90 % of a Gaussian.
  static let quantile = 1.645

  public enum Kind: Sendable, Equatable {
    /// A share of wrong labels, of a model of so many bits per weight.
    case classification(bitWidth: Int)
    case regression
  }

  /// Nil where the leave-one-out error is not a finite number.
  ///
  /// - Parameters:
  ///   - leftOut: the leave-one-out error.
  ///   - sampleCount: n.
  ///   - testCount: the number of rows that the band is to hold for; nil for the error on an unlimited population.
  public init?(_ leftOut: ControlledError, sampleCount: Int, testCount: Int?, kind: Kind) {
    let share = 1 / Double(sampleCount)
    let testShare = testCount.map { 1 / Double(max(1, $0)) } ?? 0
    var square = leftOut.standardError * leftOut.standardError + leftOut.variance * testShare
    var limit = Double.infinity
    if case .classification(let bitWidth) = kind {
      let least = min(0.5, 2 * max(share, testShare))
      square += max(0, least * (1 - least) - leftOut.variance) * (share + testShare)
      let c = bitWidth >= 16 ? 0.01 : 0.02
      square += c * c
      limit = 1
    }
    let width = Self.quantile * square.squareRoot()
    guard leftOut.mean.isFinite, width.isFinite else { return nil }
    error = leftOut.mean
    band = max(0, error - width)...max(0, min(limit, error + width))
  }
}
