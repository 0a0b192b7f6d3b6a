import LinearAlgebra

/// φ(u) = ln(1 + eᵘ).
public struct Softplus: Activation {
  public init() {}
  public var name: String { "softplus" }
  public var isOdd: Bool { false }

  public func value(_ u: Double) -> Double {
    // Kahan's ln(1 + e): the error of the sum cancels in the quotient.
    let e = exponential(-u.magnitude)
    let w = 1 + e
    return max(u, 0) + (w == 1 ? e : logarithm(w) * e / (w - 1))
  }

  public func apply(_ u: inout MutableSpan<Float>) {
    for i in u.indices {
      let x = u[unchecked: i]
      let e = floatExponentialMinusOne(-clamped(x.magnitude, below: 87)) + 1
      // ln(1 + e) = 2 artanh(s) = 2 (s + s³/3 + …), s = e / (2 + e) ≤ 1/3; the term after s¹³ is below 10⁻⁸.
      let s = e / (2 + e)
      let z = s * s
      var sum: Float = 1 / 13
      sum = sum * z + 1 / 11
      sum = sum * z + 1 / 9
      sum = sum * z + 1 / 7
      sum = sum * z + 1 / 5
      sum = sum * z + 1 / 3
      u[unchecked: i] = (x > 0 ? x : 0) + 2 * (sum * z * s + s)
    }
  }
}
