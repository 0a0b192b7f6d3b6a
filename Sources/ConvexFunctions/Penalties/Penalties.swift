/// The catalog of penalties: what is listed here is tested, solved for, and reachable from every door.
public enum Penalties {
  /// One of each kind; elastic nets have a share of their own each.
  public static let all: [any Penalty] = [SquaredL2(), L1(), LInf(), ElasticNet(share: 0.5)]

  /// The penalty of that name, where "elastic-net:0.3" has any share between 0 and 1; nil when there is none.
  public static func named(_ name: String) -> (any Penalty)? {
    if let penalty = all.first(where: { $0.name == name }) { return penalty }
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "elastic-net", let share = Double(parts[1]), share > 0, share < 1 else {
      return nil
    }
    return ElasticNet(share: share)
  }
}
