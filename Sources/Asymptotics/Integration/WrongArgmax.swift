import DataModels
import LinearAlgebra

/// The probability that another score than the right one is largest, for jointly Gaussian scores.
enum WrongArgmax {
  /// One right score against k − 1 exchangeable others.
  ///
  ///     P = 1 − ∫ φ(x) Φ((a + s₀ x)/s₁)^{k−1} dx
  ///
  /// where each difference right − other is N(a, s₀² + s₁²) and two of them have covariance s₀². The integrand is
  /// taken as −expm1((k − 1) log Φ), so that small probabilities keep their digits.
  ///
  /// - Parameters:
  ///   - gap: a.
  ///   - variance: s₀² + s₁².
  ///   - covariance: s₀²; not used for k = 2.
  ///   - rivals: k − 1.
  static func exchangeable(gap: Double, variance: Double, covariance: Double, rivals: Int) -> Double {
    guard variance > 0 else { return gap > 0 ? 0 : gap < 0 ? 1 : Double(rivals) / Double(rivals + 1) }
    guard rivals > 1 else { return StandardNormal.cumulative(-gap / variance.squareRoot()) }
    let shared = min(max(covariance, 0), variance)
    let own = (variance - shared).squareRoot()
    let common = shared.squareRoot()
    guard own > 1e-12 * common else { return StandardNormal.cumulative(-gap / common) }
    // Where Φ passes from 0 to 1, if that is a narrow place.
    let end = 12.0
    var borders = stride(from: -end, through: end, by: 2).map { $0 }
    let width = own / max(common, 1e-300)
    if width < 1 {
      let center = -gap / common
      borders += [-8, -4, -2, 0, 2, 4, 8].map { center + $0 * width }.filter { $0.magnitude < end }
      borders.sort()
    }
    var probability = 0.0
    GaussLegendre.forEach(between: borders) { x, weight in
      let z = (gap + common * x) / own
      let logarithm =
        z > 0
        ? logarithmOfOnePlus(-StandardNormal.cumulative(-z)) : LinearAlgebra.logarithm(StandardNormal.cumulative(z))
      probability -= weight * StandardNormal.density(x) * exponentialMinusOne(Double(rivals) * logarithm)
    }
    return min(max(probability, 0), 1)
  }
}
