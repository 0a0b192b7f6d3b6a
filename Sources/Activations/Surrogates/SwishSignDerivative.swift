import LinearAlgebra

/// μ′(a) = (2 − x tanh(x/2)) / (1 + cosh x),   x = 5a/c: that of SwishSign with β = 5/c, scaled to 1 at 0.
///
/// It is negative for |x| > 2.4, by at most 0.075.
///
/// - Source: Darabi et al., *Regularized binary network training*, arXiv 1812.11800.
public struct SwishSignDerivative: SurrogateGradient {
  public let cutoff: Double

  public init(cutoff: Double = 1) { self.cutoff = cutoff }
  public var name: String { "swish-sign" }
  public var isEven: Bool { true }
  public var isWindow: Bool { false }

  public func derivative(_ a: Double) -> Double {
    let x = (5 * a / cutoff).magnitude
    // 1 / (1 + cosh x) = 2e⁻ˣ / (1 + e⁻ˣ)² does not overflow.
    let e = exponential(-x)
    return (2 - x * hyperbolicTangent(x / 2)) * 2 * e / ((1 + e) * (1 + e))
  }
}
