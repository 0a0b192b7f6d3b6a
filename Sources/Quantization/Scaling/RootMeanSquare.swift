/// A multiple of the root mean square at the end of the range, or the largest magnitude where that is less.
///
///     scale = min(max |wⱼ|, m · √(Σ wⱼ² / count)) / range
///
/// Unlike the largest magnitude alone it does not depend on single entries, and so has a limit for large blocks.
public struct RootMeanSquare: ScaleRule {
  /// m; three covers nearly all of a Gaussian.
  public let multiple: Double

  public init(multiple: Double = 3) { self.multiple = multiple }

  public func scale(of block: Span<Double>, for format: some NumberFormat) -> Double {
    guard block.count > 0 else { return 0 }
    var largest = 0.0
    for i in block.indices { largest = max(largest, block[i].magnitude) }
    guard largest > 0, largest.isFinite else { return largest / format.range }
    // Relative to the largest, no square overflows or vanishes.
    var sum = 0.0
    for i in block.indices { sum += (block[i] / largest) * (block[i] / largest) }
    return largest * min(1, multiple * (sum / Double(block.count)).squareRoot()) / format.range
  }
}
