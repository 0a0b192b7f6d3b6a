import LinearAlgebra

/// μ′(a) = sech²(a/c), c times the derivative of tanh(a/c).
public struct TanhDerivative: SurrogateGradient {
  public let cutoff: Double

  public init(cutoff: Double = 1) { self.cutoff = cutoff }
  public var name: String { "tanh" }
  public var isEven: Bool { true }
  public var isWindow: Bool { false }

  public func derivative(_ a: Double) -> Double {
    // 4e⁻²ˣ / (1 + e⁻²ˣ)² keeps its digits where 1 − tanh² has none.
    let e = exponential(-2 * (a / cutoff).magnitude)
    return 4 * e / ((1 + e) * (1 + e))
  }
}
