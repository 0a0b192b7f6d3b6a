/// μ′(a) = 1 where |a| < c, else 0.
public struct HardTanhDerivative: SurrogateGradient {
  public let cutoff: Double

  public init(cutoff: Double = 1) { self.cutoff = cutoff }
  public var name: String { "hard-tanh" }
  public var isEven: Bool { true }
  public var isWindow: Bool { true }
  public func derivative(_ a: Double) -> Double { window(a) }
}
