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
    let (model, _) = try readModel(model)
    let samples = try data.evaluationRows(of: model, seed: seed)
    let targets = try model.aligned(samples.targets)
    let scores = try model.finiteScores(samples.features, data.source)
    let measured = MeasuredError(scores: scores, targets: targets)
    let time = latency(of: model, on: samples.features.row(0).map { Float($0) })
    switch targets {
    case .classes(let labels, let names):
      return EvaluateAnswer(
        error: measured.value, standardError: measured.standardError,
        interval: wilsonInterval(measured.value, count: measured.sampleCount),
        confusion: confusion(labels, Model.labels(of: scores), classCount: names.count), classes: names, rSquared: nil,
        samples: measured.sampleCount, microsecondsPerSample: time)
    case .values(let values):
      let r = coefficientOfDetermination(scores: scores, values: values)
      return EvaluateAnswer(
        error: measured.value, standardError: measured.standardError,
        interval: [measured.value - 1.96 * measured.standardError, measured.value + 1.96 * measured.standardError],
        confusion: nil, classes: [], rSquared: r.isFinite ? r : nil, samples: measured.sampleCount,
        microsecondsPerSample: time)
    }
  }

  private func confusion(_ truth: [Int], _ predicted: [Int], classCount: Int) -> [[Int]] {
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
    for (t, p) in zip(truth, predicted) { counts[t][p] += 1 }
    return counts
  }
}

/// The 95 % interval of a rate from n trials that stays within [0, 1] and is right near its ends.
///
/// - Source: Wilson, *J. Amer. Statist. Assoc.* 22 (1927).
func wilsonInterval(_ rate: Double, count: Int) -> [Double] {
  guard count > 0 else { return [0, 1] }
  let n = Double(count)
  let z = 1.959963984540054
  let center = (rate + z * z / (2 * n)) / (1 + z * z / n)
  let half = z / (1 + z * z / n) * (rate * (1 - rate) / n + z * z / (4 * n * n)).squareRoot()
  return [max(0, center - half), min(1, center + half)]
}
