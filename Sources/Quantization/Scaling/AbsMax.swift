import LinearAlgebra

/// The largest magnitude at the end of the range: nothing saturates.
///
/// For an ℓ∞ solution in one bit that is the boundary value, which most weights have exactly.
public struct AbsMax: ScaleRule {
  public init() {}

  public func scale(of block: Span<Double>, for format: some NumberFormat) -> Double {
    largestMagnitude(block) / format.range
  }
}
