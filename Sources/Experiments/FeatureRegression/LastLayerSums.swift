/// Σ g², Σ g r and Σ r² of predictions g and what they should be, r: the error of every multiple of g.
struct LastLayerSums {
  private(set) var count = 0
  private var gg = 0.0
  private var gr = 0.0
  private var rr = 0.0
  private var ee = 0.0

  mutating func add(_ g: Double, _ r: Double) {
    count += 1
    gg += g * g
    gr += g * r
    rr += r * r
    ee += (g - r) * (g - r)
  }

  /// The c of least Σ (c g − r)²; 1 where g = 0.
  var bestFactor: Double { gg > 0 ? gr / gg : 1 }

  /// Σ (c g − r)². At c = 1 summed as it is, so that the errors of an interpolation are not lost in rounding.
  func squaredError(_ c: Double) -> Double { c == 1 ? ee : max(0, rr - 2 * c * gr + c * c * gg) }
}
