import Messages

/// So few test rows that the measured errors are mostly chance; 0 of 2 wrong has the standard error 0.
struct FewTestRows: Finding {
  /// With fewer, the 95 % interval of an error of one half is wider than a third.
  static let few = 30

  func sentence(_ evidence: Evidence) -> String? {
    let count = evidence.data.testSamples
    guard count > 0, count < Self.few,
      let error = (evidence.candidates.first(where: \.chosen) ?? evidence.ridge)?.testError
    else { return nil }
    let interval = wilsonInterval(error, count: count)
    let example =
      evidence.isClassification
      ? ": at \(evidence.text(error)) the true error may be anything from \(evidence.text(max(0, interval[0]))) to "
        + evidence.text(interval[1]) : ""
    return
      "Only \(count) row\(count == 1 ? "" : "s") test\(count == 1 ? "s" : ""), which says little\(example). Go by the "
      + "validation errors, or test more rows with --test."
  }
}
