/// Which of the two numbers next to a value stands for it.
///
/// A pure function: randomness comes in as an argument, so that the same noise gives the same numbers.
public protocol Rounding: Sendable {
  /// The name on the command line and in JSON: "rne".
  var name: String { get }
  /// Whether it reads noise.
  var isRandom: Bool { get }
  /// The probability of the upper one of two distinct numbers, lower < x < upper.
  func chanceUp(_ x: Double, _ around: Neighbors) -> Double
}

extension Rounding {
  /// Whether the upper one is taken: with noise uniform in [0, 1), so often as `chanceUp` says.
  @inlinable
  public func roundsUp(_ x: Double, _ around: Neighbors, noise: Double) -> Bool {
    around.lower < around.upper && noise < chanceUp(x, around)
  }
}

/// The catalog of roundings that a quantizer can be asked for.
public enum Roundings {
  public static let all: [any Rounding] = [Stochastic(), NearestEven()]

  /// The rounding of that name; nil when there is none.
  public static func named(_ name: String) -> (any Rounding)? { all.first { $0.name == name } }
}
