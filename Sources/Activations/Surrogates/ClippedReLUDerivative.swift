/// μ′(a) = 1 where 0 < a < c, else 0.
public struct ClippedReLUDerivative: SurrogateGradient {
  public let cutoff: Double

  public init(cutoff: Double = 1) { self.cutoff = cutoff }
  public var name: String { "clipped-relu" }
  public var isEven: Bool { false }
  public var isWindow: Bool { true }
  public func derivative(_ a: Double) -> Double { window(a) }
}
