/// The mean of b − a over n samples of which m were measured, with the errors of related models as control variates.
///
///     D = b − a,   F = b' − a',   β = cov(D, F)/var(F) within [0, 1]
///     mean = mean of D over I + β (mean of F over all − mean of F over I)
///     se²  = (1/m − 1/n) · (Σ (D − βF − their mean)² + q)/m,   q the mean of a²
///
/// D over all n samples is what is wanted, so that nothing is left to chance where m = n. q stands for one difference more
/// than was seen: two classifiers that agree on few samples may yet differ on others.
///
/// - Source: Cochran, *Sampling Techniques* (1977), §7.3, the regression estimator; q is ours.
public struct PairedDifference: Sendable, Equatable {
  public let mean: Double
  public let standardError: Double

  /// The errors of one model: on the samples that were measured, and those of the related model on the same and on all.
  public struct Errors: Sendable {
    public let measured: [Double]
    public let related: [Double]
    public let relatedMean: Double

    /// - Precondition: as many related errors as measured ones, and at least one.
    public init(_ measured: [Double], related: [Double], relatedMean: Double) {
      precondition(measured.count == related.count && !measured.isEmpty)
      (self.measured, self.related, self.relatedMean) = (measured, related, relatedMean)
    }
  }

  /// - Parameter n: the number of all samples; m is that of `measured`.
  public init(of b: Errors, minus a: Errors, among n: Int) {
    let m = Double(a.measured.count)
    let wanted = zip(b.measured, a.measured).map { $0 - $1 }
    let control = zip(b.related, a.related).map { $0 - $1 }
    let (d, f) = (average(wanted), average(control))
    var (square, product) = (0.0, 0.0)
    for (x, y) in zip(wanted, control) {
      square += (y - f) * (y - f)
      product += (x - d) * (y - f)
    }
    let slope = product / square
    let beta = slope > 0 ? min(1, slope) : 0
    mean = a.measured.count == n ? d : d + beta * (b.relatedMean - a.relatedMean - f)
    var rest = a.measured.reduce(0) { $0 + $1 * $1 } / m
    for (x, y) in zip(wanted, control) {
      let deviation = x - d - beta * (y - f)
      rest += deviation * deviation
    }
    standardError = ((1 / m - 1 / Double(n)) * rest / m).squareRoot()
  }
}
