/// A step t > 0 near the zero of a decreasing slope: where it is at most a tenth of that at 0.
///
/// A step of 1 is tried first, as Newton's method wants. Infinite slopes count by their sign.
func lineSearch(slopeAtZero: Double, _ slope: (Double) -> Double) -> Double {
  // At a solution, rounding leaves no slope to follow.
  guard slopeAtZero > 0 else { return 1 }
  let enough = 0.1 * slopeAtZero
  var (low, high) = (0.0, Double.infinity)
  var t = 1.0
  for _ in 0..<200 {
    let value = slope(t)
    if value.magnitude <= enough { return t }
    if value > 0 { low = t } else { high = t }
    t = high.isFinite ? (low + high) / 2 : 4 * low
  }
  return low > 0 ? low : t
}
