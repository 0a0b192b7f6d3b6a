import LinearAlgebra

/// φ(u) = u / (1 + e⁻ᵘ).
public struct SiLU: Activation {
  public init() {}
  public var name: String { "silu" }
  public var isOdd: Bool { false }
  public func value(_ u: Double) -> Double { u < -745 ? 0 : u / (1 + exponential(-u)) }

  public func apply(_ u: inout MutableSpan<Float>) {
    for i in u.indices {
      let x = u[unchecked: i]
      // With e = exp(−|x|) ≤ 1 nothing overflows: x / (1 + e), times e for negative x.
      let e = floatExponentialMinusOne(-clamped(x.magnitude, below: 87)) + 1
      u[unchecked: i] = x / (1 + e) * (x < 0 ? e : 1)
    }
  }
}
