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
      return lostSquares(block, scale, place.span, unit: a)
    }
    return loss(b) < loss(a) ? b : a
  }
}

/// Σ ((wⱼ − scale · numberⱼ) / unit)².
private func lostSquares(_ block: Span<Double>, _ scale: Double, _ numbers: Span<Double>, unit: Double) -> Double {
  precondition(block.count == numbers.count)
  // Of the smallest numbers there is no inverse.
  let inverse = min(1 / unit, .greatestFiniteMagnitude)
  func rest(_ i: Int) -> Double { (block[unchecked: i] - scale * numbers[unchecked: i]) * inverse }
  var sums = SIMD4<Double>()
  let whole = block.count & ~3
  for i in stride(from: 0, to: whole, by: 4) {
    let rests = SIMD4(rest(i), rest(i + 1), rest(i + 2), rest(i + 3))
    sums += rests * rests
  }
  var sum = sums.sum()
  for i in whole..<block.count { sum += rest(i) * rest(i) }
  return sum
}
