/// The catalog of activations: what is listed here is tested and reachable from every door.
public enum Activations {
  public static let all: [any Activation] = [
    Linear(), Tanh(), Erf(), ReLU(), SiLU(), Softplus(), Sign(),
  ]

  /// The activation of that name; nil when there is none.
  public static func named(_ name: String) -> (any Activation)? { all.first { $0.name == name } }
}
