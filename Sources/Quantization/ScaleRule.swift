/// How large one unit of a number format is for a block of values.
///
/// A scale is a multiplier: value = scale × number of the format.
public protocol ScaleRule: Sendable {
  /// The scale of a block; 0 for a block of zeros.
  func scale(of block: Span<Double>, for format: some NumberFormat) -> Double
}

extension ScaleRule {
  /// The scale of a block that lies in an array.
  public func scale(of block: ArraySlice<Double>, for format: some NumberFormat) -> Double {
    scale(of: block.span, for: format)
  }
}
