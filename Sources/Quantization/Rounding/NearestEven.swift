/// To the nearest number; halfway between two, to the one whose code is even (RNE).
///
/// The halfway point of two numbers of a binary format is a Float64, so that ties are exact.
public struct NearestEven: Rounding {
  public init() {}
  public var name: String { "rne" }
  public var isRandom: Bool { false }

  public func chanceUp(_ x: Double, _ around: Neighbors) -> Double {
    let middle = around.lower / 2 + around.upper / 2
    return x > middle || (x == middle && !around.lowerIsEven) ? 1 : 0
  }
}
