import LinearAlgebra

/// Divided differences of x ↦ xᴺ at x = 1 − u, accurate where the gaps u are small or close to each other.
struct PowerDifferences {
  let exponent: Int

  private var n: Double { Double(exponent) }

  /// (1 − u)ᴺ.
  func power(_ u: Double) -> Double { exponent == 0 ? 1 : LinearAlgebra.power(1 - u, n) }

  /// 1 − (1 − u)ᴺ.
  private func rest(_ u: Double) -> Double {
    u < 0.5 ? -exponentialMinusOne(n * logarithmOfOnePlus(-u)) : 1 - power(u)
  }

  /// (xᴺ − yᴺ)/(x − y) = Σ xⁱ yᴺ⁻¹⁻ⁱ.
  func first(_ u: Double, _ v: Double) -> Double {
    let difference = v - u
    if exponent == 0 { return 0 }
    if difference == 0 { return n * LinearAlgebra.power(1 - v, n - 1) }
    // Relative to yᴺ where both are close.
    if v < 0.9, difference.magnitude < 0.1 * (1 - v), n * difference.magnitude < 1 {
      return power(v) * exponentialMinusOne(n * logarithmOfOnePlus(difference / (1 - v))) / difference
    }
    return (rest(v) - rest(u)) / difference
  }

  /// The second difference at 1, x and y, Σ xⁱ yʲ over i + j ≤ N − 2.
  func second(_ u: Double, _ v: Double) -> Double {
    let largest = max(u.magnitude, v.magnitude)
    if exponent < 2 { return 0 }
    if n * largest <= 0.2 {
      // Σ_k C(N, k) (−1)ᵏ h_{k−2}(u, v), h the complete homogeneous polynomials.
      var (sum, binomial, homogeneous, vPower) = (0.0, n * (n - 1) / 2, 1.0, 1.0)
      for k in 2..<24 {
        sum += binomial * homogeneous
        binomial *= -(n - Double(k)) / Double(k + 1)
        vPower *= v
        homogeneous = u * homogeneous + vPower
      }
      return sum
    }
    // Divide by the largest of the three gaps.
    if (u - v).magnitude >= largest { return (first(u, 0) - first(v, 0)) / (v - u) }
    return u.magnitude >= v.magnitude
      ? (first(0, v) - first(u, v)) / u : (first(u, 0) - first(u, v)) / v
  }
}
