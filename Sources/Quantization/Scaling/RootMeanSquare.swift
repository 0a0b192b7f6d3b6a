import LinearAlgebra

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
    let largest = largestMagnitude(block)
    guard largest > 0, largest.isFinite else { return largest / format.range }
    return largest * min(1, multiple * (relativeSquares(block, largest) / Double(block.count)).squareRoot())
      / format.range
  }

  /// Σ (wⱼ / largest)², of which no square overflows or vanishes.
  private func relativeSquares(_ block: Span<Double>, _ largest: Double) -> Double {
    if (0x1p-400...0x1p400).contains(largest) { return dot(block, block) / (largest * largest) }
    var sum = 0.0
    for i in block.indices { sum += (block[i] / largest) * (block[i] / largest) }
    return sum
  }
}
