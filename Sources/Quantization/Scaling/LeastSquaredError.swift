/// Of forty scales the one with which rounding to the nearest number loses least in sum of squares.
///
///     scale = f · max |wⱼ| / range,   f from 0.08 to 1 in equal steps
///
/// - Complexity: O(40 count).
public struct LeastSquaredError: ScaleRule {
  public init() {}

  public func scale(of block: Span<Double>, for format: some NumberFormat) -> Double {
    let largest = AbsMax().scale(of: block, for: format)
    guard largest > 0, largest.isFinite else { return largest }
    var best = (scale: largest, error: Double.infinity)
    for step in 0..<40 {
      // In units of the largest, so that squares neither overflow nor vanish.
      let f = 0.08 + 0.92 * Double(step) / 39
      var error = 0.0
      for i in block.indices {
        let x = block[i] / largest
        let rest = x - f * format.nearest(x / f)
        error += rest * rest
      }
      if error < best.error { best = (f * largest, error) }
    }
    return best.scale
  }
}
