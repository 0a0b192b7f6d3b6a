/// The catalog of surrogate gradients: what is listed here is tested and reachable from every door.
public enum SurrogateGradients {
  /// Every one, with a cutoff where it has one.
  public static func all(cutoff: Double = 1) -> [any SurrogateGradient] {
    [
      StraightIdentity(), ReLUDerivative(), ClippedReLUDerivative(cutoff: cutoff), HardTanhDerivative(cutoff: cutoff),
      TanhDerivative(cutoff: cutoff), SwishSignDerivative(cutoff: cutoff),
    ]
  }

  public static let names = all().map(\.name)

  /// The surrogate of that name; nil when there is none.
  public static func named(_ name: String, cutoff: Double = 1) -> (any SurrogateGradient)? {
    all(cutoff: cutoff).first { $0.name == name }
  }
}
