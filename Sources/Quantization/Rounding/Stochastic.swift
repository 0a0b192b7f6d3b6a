/// Up with the probability that makes the mean right (SR): E Q(x) = x between the outermost numbers.
///
///     P(up) = (x − lower) / (upper − lower),   E (Q(x) − x)² = (x − lower)(upper − x)
public struct Stochastic: Rounding {
  public init() {}
  public var name: String { "sr" }
  public var isRandom: Bool { true }

  public func chanceUp(_ x: Double, _ around: Neighbors) -> Double {
    (x - around.lower) / (around.upper - around.lower)
  }
}
