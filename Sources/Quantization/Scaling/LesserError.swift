/// Of two scale rules the one that loses less in sum of squares when rounding to the nearest number; the first of
/// equals.
public struct LesserError<First: ScaleRule, Second: ScaleRule>: ScaleRule {
  private let first: First
  private let second: Second

  public init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  public func scale(of block: Span<Double>, for format: some NumberFormat) -> Double {
    let (a, b) = (first.scale(of: block, for: format), second.scale(of: block, for: format))
    guard a > 0, b > 0, a.isFinite, b.isFinite else { return a }
    var numbers = [Double](repeating: 0, count: block.count)
    /// Relative to the first scale, so that squares neither overflow nor vanish.
    func loss(_ scale: Double) -> Double {
      var place = numbers.mutableSpan
      format.nearest(block, unit: scale, into: &place)
      var sum = 0.0
      for i in block.indices {
        let rest = (block[i] - scale * place[i]) / a
        sum += rest * rest
      }
      return sum
    }
    return loss(b) < loss(a) ? b : a
  }
}
