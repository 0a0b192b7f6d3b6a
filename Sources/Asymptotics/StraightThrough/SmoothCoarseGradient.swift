import Activations
import DataModels
import LinearAlgebra

/// α and β of an even surrogate that is no window, by quadrature.
///
///     α = 2 (I₁ + I₂ cot θ),   β = 2 I₂ / sin θ
///     I₁ = ∫₀^∞ x μ′(x) φ(x) Φ(−x cot θ) dx,   I₂ = ∫₀^∞ μ′(x) φ(x) φ(x cot θ) dx
///
/// Trapezoids in t with x = exp(t − e⁻ᵗ): the step that a small θ makes near 0 is smooth on that scale. Accurate to about
/// 10⁻¹⁴.
struct SmoothCoarseGradient {
  let values: (alpha: Double, beta: Double)

  init(_ surrogate: any SurrogateGradient, cosine: Double, sine: Double) {
    let cotangent = sine > 0 ? cosine / sine : cosine * .infinity
    let width = 1.0 / 64
    var sums = (first: 0.0, second: 0.0, near: 0.0)
    for i in -320...250 {
      let t = Double(i) * width
      let small = exponential(-t)
      let x = exponential(t - small)
      // A limit of 0: x is not yet a number that Φ can tell from it.
      guard x > 1e-300, x < 40 else { continue }
      let weight = width * x * (1 + small) * surrogate.derivative(x) * StandardNormal.density(x)
      sums.first += weight * x * StandardNormal.cumulative(-x * cotangent)
      // φ(x cot θ) / sin θ, and its limit ½ δ(x) at sin θ = 0.
      if sine > 0 { sums.second += weight * StandardNormal.density(x * cotangent) / sine }
    }
    if sine == 0 { sums.second = StandardNormal.density(0) * surrogate.derivative(0) / 2 }
    values = (2 * (sums.first + sums.second * cosine), 2 * sums.second)
  }
}
