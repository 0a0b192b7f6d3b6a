import Messages

/// Features that tell nothing, and are stored all the same.
struct ConstantFeatures: Finding {
  /// Fewer than this share of the features costs nothing worth a sentence.
  static let leastShare = 0.1

  func sentence(_ evidence: Evidence) -> String? {
    let deviations = evidence.preparation.deviations
    let constant = deviations.count { $0 == 0 }
    guard Double(constant) >= Self.leastShare * Double(deviations.count) else { return nil }
    return
      "\(NumberText.grouped(constant)) of the \(NumberText.grouped(deviations.count)) features are constant in the training "
      + "rows: their weights are stored in every dense form and cannot help. Left out, each file is up to "
      + "\(NumberText.percent(Double(constant) / Double(deviations.count), 0)) % smaller."
  }
}
