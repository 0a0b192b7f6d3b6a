import LinearAlgebra

/// One unit is the mean magnitude: the scale that makes signs closest to the block in least squares.
///
///     argmin over s of Σ (wⱼ − s · sign wⱼ)²  =  Σ |wⱼ| / count
///
/// - Source: Rastegari et al., *XNOR-Net* (2016), eq. (6).
public struct MeanAbs: ScaleRule {
  public init() {}

  public func scale(of block: Span<Double>, for format: some NumberFormat) -> Double {
    guard block.count > 0 else { return 0 }
    return sumOfMagnitudes(block) / Double(block.count)
  }
}
