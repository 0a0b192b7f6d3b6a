import DataFiles
import DataModels
import LinearAlgebra
import Messages
import PackedInference

extension DataRequest {
  /// The rows that `evaluate` measures: the test rows where a division is asked for, else all.
  ///
  /// Gaps take the means that the model keeps, else those of the training rows of the division. The digest is that of
  /// all features of the source, the same as in the summary of a job that trained on it; of a test file, those of the file.
  func evaluationRows(of model: Model, seed: UInt64) throws -> EvaluationRows {
    guard !takesNoTestRows else {
      throw Refusal.usage("--test 0 leaves no row to measure; leave it out to measure all rows")
    }
    let stream = RandomStream(seed: seed)
    let layout = DataLayout(featureCount: model.featureCount)
    // Of a mixture, the samples with true labels.
    let isDivided = test != nil || perClass != nil || isMixture
    let division = isDivided ? try dividedWithGaps(stream, layout: layout) : nil
    var (rows, identity) =
      try division.map { ($0.split.test, $0.testIdentity ?? $0.identity) } ?? undivided(stream, layout: layout)
    if rows.featureCount == model.featureCount { try model.check(rows.featureNames, of: source) }
    guard rows.sampleCount > 0 else { throw Refusal.input("\(source): no row is left to measure; choose other rows") }
    let means = model.standardization == nil ? division.map { MissingValues($0.split.training.features) } : nil
    rows.features = try (means ?? MissingValues(of: model)).filled(rows.features, source)
    let splitDigest = division.flatMap { $0.testIdentity == nil ? $0.splitDigest : nil }
    return EvaluationRows(rows: rows, identity: identity, splitDigest: splitDigest)
  }

  /// Samples without targets, for `predict`: a target column is left out where one is named, or where the
  /// samples have exactly one column more than the model takes features.
  func samples(for model: Model, seed: UInt64) throws -> Matrix {
    try tellingSurplusColumns(of: model, isLabeled: false) { try allSamples(for: model, seed: seed) }
  }

  private func allSamples(for model: Model, seed: UInt64) throws -> Matrix {
    let featureCount = model.featureCount
    guard missing != "drop" else {
      throw Refusal.usage("--missing drop would part predictions from their rows; choose --missing mean")
    }
    var (features, names) = try fileSource(DataLayout(featureCount: featureCount)).loadFeatures(
      using: RandomStream(seed: seed).branch("mixture"))
    if features.columnCount == featureCount + 1, target == nil {
      // Which column is the target cannot be known, and a wrong guess would go unnoticed.
      throw Refusal.input(
        "\(source): the model takes \(featureCount) features and the samples have one column more; if it is the target, name it with --target (--target -1 is the last column), else leave it out with --ignore"
      )
    }
    guard features.columnCount == featureCount else {
      throw Refusal.input(
        "\(source): the model takes \(featureCount) features and the samples have \(features.columnCount); leave out other columns with --ignore, or name the target with --target"
      )
    }
    try model.check(names, of: source)
    if let limit { features = features.rows(Array(0..<min(try checkedLimit(limit), features.rowCount))) }
    return try MissingValues(of: model).filled(features, source)
  }
}
