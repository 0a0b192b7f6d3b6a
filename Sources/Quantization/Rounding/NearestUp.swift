/// To the nearest number; halfway between two, to the larger one: how stored weights are rounded.
public struct NearestUp: Rounding {
  public init() {}
  public var name: String { "nearest-up" }
  public var isRandom: Bool { false }

  public func chanceUp(_ x: Double, _ around: Neighbors) -> Double {
    x >= around.lower / 2 + around.upper / 2 ? 1 : 0
  }
}
