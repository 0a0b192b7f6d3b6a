import Messages

/// Penalties see the units of the features; signs cannot undo them.
struct DifferentScales: Finding {
  func sentence(_ evidence: Evidence) -> String? {
    guard !evidence.data.standardized else { return nil }
    let varying = evidence.preparation.deviations.filter { $0 > 0 }.sorted()
    guard let largest = varying.last, largest > 30 * varying[varying.count / 2] else { return nil }
    return "The features have very different scales (the largest standard deviation is "
      + "\(NumberText.short(largest / varying[varying.count / 2])) times the median one), which ℓ1, ℓ∞ and signs cannot make up for: "
      + "try --standardize."
  }
}
