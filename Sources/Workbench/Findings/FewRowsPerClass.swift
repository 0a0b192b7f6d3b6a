import Messages

/// Classes with too few rows to learn or to validate.
struct FewRowsPerClass: Finding {
  /// Below five, some fold has no row of the class to validate, or nearly none to fit.
  static let few = 5

  func sentence(_ evidence: Evidence) -> String? {
    let scarce = (evidence.perClass?.classes ?? []).filter { $0.trainingSamples < Self.few }
    guard let least = scarce.min(by: { $0.trainingSamples < $1.trainingSamples }) else { return nil }
    let rest =
      scarce.count == 1 ? "" : ", and \(scarce.count - 1) more class\(scarce.count == 2 ? "" : "es") below \(Self.few)"
    return
      "Class “\(least.name)” has only \(least.trainingSamples) training row\(least.trainingSamples == 1 ? "" : "s")\(rest): "
      + "what the table says about it is chance. Add rows, or leave it out with --classes."
  }
}
