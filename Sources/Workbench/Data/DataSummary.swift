import Messages

/// The data of a job, as it saw them.
public struct DataSummary: Sendable, Codable, Equatable {
  /// What the user called them.
  public let name: String
  /// `ContentDigest` of all features of the source, before any division.
  public let digest: String
  /// `ContentDigest` of the training rows as a job learns from them, with their targets: standardized, labels replaced.
  public let rowsDigest: String
  /// `ContentDigest` of the features of the training rows as they were read: which rows of the source train.
  public let splitDigest: String
  /// The column of a table that is the target: its name, or "column 3" where there are none; null for other targets.
  @OrNull public var target: String?
  /// Whether that is the last column because nobody named one.
  public let targetIsDefault: Bool
  /// "classify" or "regress".
  public let task: String
  public let features: Int
  /// Names of the classes; empty for regression.
  public let classes: [String]
  public let trainingSamples: Int
  public let testSamples: Int
  /// How the test rows were set apart.
  public let split: String
  /// How strengths and candidates were picked.
  public let validation: String
  /// The share of training labels that were replaced on purpose.
  public let corruption: Double
  public let standardized: Bool
  /// What was made of the data that their owner may not expect, in sentences.
  public let remarks: [String]

  /// The rows, the features and what was done with them, in sentences.
  public var text: String {
    let what = task == "classify" ? "\(classes.count) classes" : "regression"
    let learned = target.map { ", " + TargetText.phrase($0, isDefault: targetIsDefault) } ?? ""
    let sentences = [
      "\(NumberText.grouped(trainingSamples)) training and \(NumberText.grouped(testSamples)) test samples, "
        + "\(NumberText.grouped(features)) features, \(what)\(learned)", split, validation,
    ]
    return (sentences + remarks).joined(separator: ". ") + "."
  }
}
