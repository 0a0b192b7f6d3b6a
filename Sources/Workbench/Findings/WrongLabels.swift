import LinearAlgebra
import Messages

/// Training labels that sure predictions contradict.
struct WrongLabels: Finding {
  /// Less than this cannot be told from what a linear model fails to see.
  static let leastShare = 0.05

  func sentence(_ evidence: Evidence) -> String? {
    guard let scores = evidence.leaveOneOut, scores.columnCount >= 2,
      // Wrong labels are validation errors, whatever the model.
      evidence.ridge?.validationError ?? 0 >= Self.leastShare,
      let wrong = WrongLabelShare(scores: scores, labels: evidence.labels)
    else { return nil }
    // Near chance nothing tells a wrong label from a class that cannot be recognized.
    let chance = 1 - 1 / Double(scores.columnCount)
    guard wrong.interval.lowerBound >= Self.leastShare, wrong.interval.upperBound < 0.85 * chance else { return nil }
    let interval =
      "\(NumberText.percent(wrong.interval.lowerBound, 0)) to \(NumberText.percent(wrong.interval.upperBound, 0)) %"
    return
      "About \(NumberText.percent(wrong.value, 0)) % of the training labels look wrong (95 % interval \(interval)): ridge "
      + "trained without a row contradicts its label that often even where it is sure. Validation errors count these rows "
      + "as errors, whatever the model; only large λ averages them out. Check the labels first."
  }
}
