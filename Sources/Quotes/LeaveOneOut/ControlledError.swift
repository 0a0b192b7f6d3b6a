/// A mean error over n samples of which m were measured, with the errors of a related model as control variate.
///
///     mean = mean over all of a + mean over I of (c − a)
///     se²  = s²(c)/n + (1/m − 1/n) s²(c − a)
///
/// a: the errors of the related model, known for every sample; c: those that are wanted, known on I. The first part of
/// se² is there because the samples are a draw from a population, the second because only some were measured.
///
/// - Source: Cochran, *Sampling Techniques* (1977), §7.1, the difference estimator.
public struct ControlledError: Sendable, Equatable {
  /// At least 0.
  public let mean: Double
  public let standardError: Double
  /// s²(c), of one sample.
  public let variance: Double
  /// n.
  public let sampleCount: Int

  /// - Parameters:
  ///   - errors: c, one for each of `rows`.
  ///   - related: a, one for each of the n samples.
  ///   - rows: I, the m samples that were measured.
  public init(_ errors: [Double], at rows: [Int], related: [Double]) {
    precondition(errors.count == rows.count && !rows.isEmpty)
    let (m, n) = (Double(rows.count), Double(related.count))
    let differences = zip(errors, rows).map { $0 - related[$1] }
    // All samples need no control, and NaN stays NaN.
    mean = rows.count == related.count ? average(errors) : max(average(related) + average(differences), 0)
    let sampling = 1 / m - 1 / n
    variance = spread(errors)
    sampleCount = related.count
    standardError = (variance / n + (sampling > 0 ? sampling * spread(differences) : 0)).squareRoot()
  }
}

func average(_ x: [Double]) -> Double { x.reduce(0, +) / Double(max(1, x.count)) }

private func spread(_ x: [Double]) -> Double {
  let mean = average(x)
  return x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, x.count - 1))
}
