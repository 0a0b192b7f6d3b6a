import DataModels
import LinearAlgebra
import PackedInference

/// What `signbit evaluate` measured.
public struct EvaluateAnswer: Sendable, Codable, Equatable {
  /// Classification: the fraction of wrong labels. Regression: the mean squared error.
  public let error: Double
  public let standardError: Double
  /// The 95 % confidence interval of the error: Wilson's for classification, ± 1.96 standard errors otherwise.
  public let interval: [Double]
  /// Row: true class, column: predicted class; null for regression.
  @OrNull public var confusion: [[Int]]?
  /// Names of the classes in the order of the confusion matrix.
  public let classes: [String]
  @OrNull public var rSquared: Double?
  public let samples: Int
  public let microsecondsPerSample: Double
  public let model: EvaluatedModel
  public let data: EvaluatedData
  /// What there is to say of the measurement, in sentences.
  public var diagnosis: [String] = []
}

/// The model that was run.
public struct EvaluatedModel: Sendable, Codable, Equatable {
  /// `ContentDigest` of the whole file.
  public let digest: String
  public let bytes: Int
  public let format: String
  public let bits: Int
  /// How the model was made, as the file says.
  public let provenance: String
}

/// The rows that it was run on.
public struct EvaluatedData: Sendable, Codable, Equatable {
  /// What the user called them.
  public let name: String
  /// `ContentDigest` of all features of the source or test file that they come from, before any division.
  public let digest: String
  /// How many rows that source has.
  public let sourceSamples: Int
  /// Which rows of the source the flags leave for training, as in `DataSummary`; null where all were to be measured.
  @OrNull public var splitDigest: String?
  /// The column of a table that was the target, as in `DataSummary`.
  @OrNull public var target: String?
  public let targetIsDefault: Bool
  public let features: Int

  /// The target in a sentence; nil where it has no name.
  public var targetText: String? { target.map { TargetText.phrase($0, isDefault: targetIsDefault) } }
}

/// Runs a model over labeled data.
public struct Evaluate: Sendable {
  private let model: String
  private let data: DataRequest
  private let seed: UInt64

  public init(model: String, data: DataRequest, seed: UInt64) {
    self.model = model
    self.data = data
    self.seed = seed
  }

  /// - Throws: a `Refusal` where a file is damaged or model and data do not fit.
  public func callAsFunction() throws -> EvaluateAnswer {
    let (model, bytes) = try readModel(model)
    let (measuredRows, targets, scores) = try data.tellingSurplusColumns(of: model, isLabeled: true) {
      let found = try data.evaluationRows(of: model, seed: seed)
      let targets = try model.aligned(found.rows.targets)
      return (found, targets, try model.finiteScores(found.rows.features, data.source))
    }
    let (samples, identity) = (measuredRows.rows, measuredRows.identity)
    let measured = MeasuredError(scores: scores, targets: targets)
    let time = latency(of: model, on: samples.features.row(0).map { Float($0) })
    let evaluatedModel = EvaluatedModel(
      digest: ContentDigest(of: bytes).text, bytes: bytes.count, format: model.format,
      bits: type(of: model.layer).bitWidth, provenance: model.provenance)
    let evaluatedData = EvaluatedData(
      name: data.measuredName, digest: identity.digest, sourceSamples: identity.rowCount,
      splitDigest: measuredRows.splitDigest, target: identity.target,
      targetIsDefault: identity.target != nil && data.target == nil, features: samples.featureCount)
    switch targets {
    case .classes(let labels, let names):
      return EvaluateAnswer(
        error: measured.value, standardError: measured.standardError,
        interval: wilsonInterval(measured.value, count: measured.sampleCount),
        confusion: confusion(labels, Model.labels(of: scores), classCount: names.count), classes: names, rSquared: nil,
        samples: measured.sampleCount, microsecondsPerSample: time, model: evaluatedModel, data: evaluatedData)
    case .values(let values):
      let r = coefficientOfDetermination(scores: scores, values: values)
      return EvaluateAnswer(
        error: measured.value, standardError: measured.standardError,
        interval: [measured.value - 1.96 * measured.standardError, measured.value + 1.96 * measured.standardError],
        confusion: nil, classes: [], rSquared: r.isFinite ? r : nil, samples: measured.sampleCount,
        microsecondsPerSample: time, model: evaluatedModel, data: evaluatedData)
    }
  }

  private func confusion(_ truth: [Int], _ predicted: [Int], classCount: Int) -> [[Int]] {
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
    for (t, p) in zip(truth, predicted) { counts[t][p] += 1 }
    return counts
  }
}
