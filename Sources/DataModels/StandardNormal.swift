import LinearAlgebra

/// The standard normal distribution.
public enum StandardNormal {
  /// φ(x) = exp(−x²/2) / √(2π).
  public static func density(_ x: Double) -> Double { exponential(-x * x / 2) * 0.3989422804014327 }

  /// Φ(x), accurate to rounding in both tails.
  public static func cumulative(_ x: Double) -> Double { 0.5 * complementaryErrorFunction(-x * 0.7071067811865476) }

  /// Φ⁻¹(p): −∞ at 0, ∞ at 1.
  ///
  /// A rational approximation good to 1e-9 and one step of Halley's method, which leaves rounding.
  ///
  /// - Source: the coefficients are P. J. Acklam's (2003); the step makes their accuracy immaterial.
  public static func quantile(_ p: Double) -> Double {
    guard p > 0 else { return p == 0 ? -.infinity : .nan }
    guard p < 1 else { return p == 1 ? .infinity : .nan }
    // 1 − p is exact there, and the small tail keeps digits that Φ near 1 has lost.
    guard p <= 0.5 else { return -quantile(1 - p) }
    let x = lower(p)
    let error = cumulative(x) - p
    let step = error / density(x)
    return x - step / (1 + x * step / 2)
  }

  /// The approximation for p ≤ ½.
  private static func lower(_ p: Double) -> Double {
    if p < 0.02425 {
      let q = (-2 * logarithm(p)).squareRoot()
      let top =
        (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q
          - 2.549732539343734) * q + 4.374664141464968) * q + 2.938163982698783)
      return top
        / ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q + 3.754408661907416) * q
          + 1)
    }
    let q = p - 0.5
    let r = q * q
    let top =
      (((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.3577518672690) * r
        - 30.66479806614716) * r + 2.506628277459239) * q
    return top
      / (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r
        - 13.28068155288572) * r + 1)
  }
}
