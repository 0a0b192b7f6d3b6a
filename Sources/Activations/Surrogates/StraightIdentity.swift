/// μ′(a) = 1: the plain straight-through estimator.
public struct StraightIdentity: SurrogateGradient {
  public init() {}
  public var name: String { "identity" }
  public var cutoff: Double { .infinity }
  public var isEven: Bool { true }
  public var isWindow: Bool { true }
  public func derivative(_ a: Double) -> Double { 1 }
}
