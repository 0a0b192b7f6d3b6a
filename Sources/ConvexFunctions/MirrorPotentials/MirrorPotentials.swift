/// The catalog of mirrors, by the names of the command line.
public enum MirrorPotentials {
  /// One of each kind, for laws that hold for all.
  public static let samples: [any MirrorPotential] = [
    PowerPotential(exponent: 2), PowerPotential(exponent: 1.5), PowerPotential(exponent: 3),
    PowerPotential(exponent: 1.2), Hypentropy(width: 1e-2), Hypentropy(width: 1e-4),
  ]

  /// What a name looks like, for help and refusals.
  public static let forms = "l2, q:NUMBER above 1, hypentropy:NUMBER above 0"

  /// "l2", "q:1.5", "hypentropy:1e-4"; nil for anything else.
  public static func named(_ name: String) -> (any MirrorPotential)? {
    if name == "l2" { return PowerPotential(exponent: 2) }
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Double(parts[1]), number.isFinite else { return nil }
    switch parts[0] {
    case "q" where number > 1 && number <= 100: return PowerPotential(exponent: number)
    case "hypentropy" where number > 0: return Hypentropy(width: number)
    default: return nil
    }
  }
}
