import Messages

/// Binary networks that know no more than one answer for all.
struct NetworkNotLearning: Finding {
  func sentence(_ evidence: Evidence) -> String? {
    guard let guessing = evidence.guessing else { return nil }
    let failed = evidence.candidates.filter { $0.isNetwork && $0.validationError ?? 0 >= guessing.limit }
    guard let worst = failed.max(by: { $0.validationError! < $1.validationError! }) else { return nil }
    let names = failed.map { "\(CandidateColumns.model($0)) as \($0.format)" }.joined(separator: ", ")
    return
      "Training did not learn: \(names), validation error \(evidence.text(worst.validationError!)) against "
      + "\(evidence.text(guessing.error)) of one answer for all. Try more --epochs, a larger --width, --optimizer adam, or "
      + "--surrogate hard-tanh."
  }
}
