/// A predicted number, with a standard error where it was drawn.
public struct MeanWithUncertainty: Sendable, Equatable {
  public var mean: Double
  /// Nil for an integral.
  public var standardError: Double?

  static func certain(_ mean: Double) -> MeanWithUncertainty { MeanWithUncertainty(mean: mean, standardError: nil) }
}
