import LinearAlgebra

/// φ(u) = erf u = (2/√π) ∫₀ᵘ exp(−t²) dt.
public struct Erf: Activation {
  public init() {}
  public var name: String { "erf" }
  public var isOdd: Bool { true }
  public func value(_ u: Double) -> Double { errorFunction(u) }

  public func apply(_ u: inout MutableSpan<Float>) {
    for i in u.indices {
      let x = u[unchecked: i]
      let a = clamped(x.magnitude, below: 6)
      u[unchecked: i] = withSign(of: x, a < 1 ? series(a) : tail(a))
    }
  }

  /// (2/√π) Σ (−1)ⁿ a²ⁿ⁺¹ / (n! (2n + 1)) up to n = 9; below 1 the next term is under 2·10⁻⁸.
  @inline(__always) private func series(_ a: Float) -> Float {
    let z = a * a
    var sum: Float = -1 / 6_894_720
    sum = sum * z + 1 / 685_440
    sum = sum * z - 1 / 75_600
    sum = sum * z + 1 / 9_360
    sum = sum * z - 1 / 1_320
    sum = sum * z + 1 / 216
    sum = sum * z - 1 / 42
    sum = sum * z + 1 / 10
    sum = sum * z - 1 / 3
    return (sum * z * a + a) * 1.128_379_17
  }

  /// 1 − t (a₁ + … + a₅t⁴) exp(−a²) with t = 1/(1 + p a), within 1.5·10⁻⁷.
  ///
  /// - Source: Abramowitz & Stegun, *Handbook of Mathematical Functions*, 7.1.26.
  @inline(__always) private func tail(_ a: Float) -> Float {
    let t = 1 / (1 + 0.327_591_1 * a)
    var sum: Float = 1.061_405_429
    sum = sum * t - 1.453_152_027
    sum = sum * t + 1.421_413_741
    sum = sum * t - 0.284_496_736
    sum = sum * t + 0.254_829_592
    return 1 - sum * t * (floatExponentialMinusOne(-a * a) + 1)
  }
}
