/// The catalog of penalties: what is listed here is tested, solved for, and reachable from every door.
public enum Penalties {
  public static let all: [any Penalty] = [SquaredL2(), L1(), LInf()]

  /// The penalty of that name; nil when there is none.
  public static func named(_ name: String) -> (any Penalty)? { all.first { $0.name == name } }
}
