import LinearAlgebra

/// What theories of random features ask of φ(t + s z) with z ~ N(0, 1).
///
/// The quadrature is the midpoint rule with 4,000 nodes on [−10, 10]. No node is at 0, so kinks and jumps there do
/// no harm; for smooth φ it is exact to rounding.
public struct GaussianMoments: Sendable, Equatable {
  /// E φ(t + s z).
  public let mean: Double
  /// E φ(t + s z)².
  public let secondMoment: Double
  /// E z φ(t + s z) / s, the coefficient of the linear part; at t = 0 it is ρ₁ = E[u φ(u)] / s².
  public let slope: Double

  /// Var φ.
  public var variance: Double { secondMoment - mean * mean }

  /// - Parameters:
  ///   - variance: s² > 0.
  ///   - offset: t.
  /// - Precondition: the variance is positive.
  public init(_ activation: some Activation, variance: Double, offset: Double = 0) {
    precondition(variance > 0, "a Gaussian has a positive variance, not \(variance)")
    let s = variance.squareRoot()
    let (nodes, width) = (4000, 20.0 / 4000)
    let factor = width / (2 * Double.pi).squareRoot()
    var sums = (0.0, 0.0, 0.0)
    for i in 0..<nodes {
      let z = -10 + (Double(i) + 0.5) * width
      let weight = factor * exponential(-z * z / 2)
      let value = activation.value(offset + s * z)
      sums.0 += weight * value
      sums.1 += weight * value * value
      sums.2 += weight * z * value
    }
    mean = sums.0
    secondMoment = sums.1
    slope = sums.2 / s
  }
}
