import Messages

/// Test rows that differ from the training rows by more than chance.
struct TestFarFromValidation: Finding {
  /// So many standard errors of the difference count.
  static let standardErrors = 3.0

  func sentence(_ evidence: Evidence) -> String? {
    guard evidence.isClassification, let chosen = evidence.candidates.first(where: \.chosen),
      let validation = chosen.validationError, let test = chosen.testError
    else { return nil }
    let n = Double(evidence.data.trainingSamples)
    let m = Double(evidence.data.testSamples)
    // Both as shares of wrong labels; half a row more keeps the variance of 0 errors above 0.
    func variance(_ share: Double, _ count: Double) -> Double {
      let p = (share * count + 0.5) / (count + 1)
      return p * (1 - p) / count
    }
    let spread = (variance(validation, n) + variance(test, m)).squareRoot()
    guard test - validation > Self.standardErrors * spread, evidence.data.corruption == 0 else { return nil }
    return
      "The test error of the chosen model, \(evidence.text(test)), is \(NumberText.short((test - validation) / spread)) standard "
      + "errors above its validation error, \(evidence.text(validation)): the test rows differ in kind from the training rows "
      + "(their order, their source), or the training rows are near copies of each other."
  }
}
