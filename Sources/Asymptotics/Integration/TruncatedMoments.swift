import DataModels

/// Mₚ = E[tᵖ 1(low < t < high)] of t ~ N(mean, deviation²), for p = 0 … 4, exact.
///
///     Mₚ = mean · Mₚ₋₁ + deviation² (p − 1) Mₚ₋₂ + deviation · (lowᵖ⁻¹ φ(z_low) − highᵖ⁻¹ φ(z_high))
///
/// - Source: integration by parts; Johnson & Kotz, *Continuous univariate distributions* 1 (1970), §13.7.
struct TruncatedMoments {
  private var values = SIMD8<Double>()

  subscript(_ p: Int) -> Double { values[p] }

  init(_ low: Double, _ high: Double, mean: Double, deviation: Double, order: Int) {
    self.init(
      End(low, mean: mean, deviation: deviation), End(high, mean: mean, deviation: deviation), mean: mean,
      deviation: deviation, order: order)
  }

  /// One end of an interval, shared by its two neighbors.
  struct End {
    let place: Double
    let density: Double
    /// The smaller of Φ and 1 − Φ, so that differences of tails keep their digits.
    let tail: Double
    let isUpper: Bool

    init(_ place: Double, mean: Double, deviation: Double) {
      let z = (place - mean) / deviation
      self.place = place.isFinite ? place : 0
      density = place.isFinite ? StandardNormal.density(z) : 0
      isUpper = z > 0
      tail = StandardNormal.cumulative(-z.magnitude)
    }
  }

  init(_ low: End, _ high: End, mean: Double, deviation: Double, order: Int) {
    let mass =
      switch (low.isUpper, high.isUpper) {
      case (true, true): low.tail - high.tail
      case (false, false): high.tail - low.tail
      default: 1 - low.tail - high.tail
      }
    values[0] = max(0, mass)
    guard order >= 1 else { return }
    var (lowPower, highPower) = (1.0, 1.0)
    for p in 1...order {
      values[p] =
        mean * values[p - 1] + deviation * (lowPower * low.density - highPower * high.density)
        + (p >= 2 ? deviation * deviation * Double(p - 1) * values[p - 2] : 0)
      lowPower *= low.place
      highPower *= high.place
    }
  }
}
