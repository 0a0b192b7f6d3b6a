/// μ′(a) = 1 where a > 0, else 0.
public struct ReLUDerivative: SurrogateGradient {
  public init() {}
  public var name: String { "relu" }
  public var cutoff: Double { .infinity }
  public var isEven: Bool { false }
  public var isWindow: Bool { true }
  public func derivative(_ a: Double) -> Double { window(a) }
}
