/// Everything that `signbit theory ste` can be asked.
public struct TheorySTERequest: Sendable, Codable, Equatable {
  public var model = STEModelRequest()
  /// The chance of recovery for which samples are counted.
  public var probability = 0.5
  /// C′ and C″ of the theorem, which does not say them; nil for no bound.
  public var bound: [Double]?

  public init() {}
}
