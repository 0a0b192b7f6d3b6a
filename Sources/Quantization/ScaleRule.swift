/// How large one unit of a number format is for a block of values.
///
/// A scale is a multiplier: value = scale × number of the format.
public protocol ScaleRule: Sendable {
  /// The scale of a block; 0 for a block of zeros.
  func scale(of block: Span<Double>) -> Double
}
