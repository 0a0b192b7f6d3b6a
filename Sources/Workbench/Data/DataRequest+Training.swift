import DataModels
import LinearAlgebra
import Messages

extension DataRequest {
  /// Training rows, test rows and the fold, ready for a job.
  ///
  /// Branches of the seed: "mixture" samples, "split" divides, "corruption" replaces labels, "validation"
  /// makes the fold.
  ///
  /// - Throws: a `Refusal` for data or settings that cannot be used.
  func prepare(seed: UInt64, observer: @escaping ProgressObserver = { _ in }) throws -> PreparedData {
    let stream = RandomStream(seed: seed)
    let (divided, remarks, division) = try self.divided(stream, observer)
    let rows = Split(
      training: try divided.training.checkedForTraining().corrupted(corrupt, using: stream.branch("corruption")),
      test: divided.test)
    let fraction = try validationFraction()
    let standard = standardize ? Standardization(rows.training.features) : nil
    var training = rows.training
    if let standard { training.features = standard.applied(to: training.features) }
    // Beyond some work per path, n d min(n, d), one fold tells enough, and five would cost many minutes.
    let (n, d) = (Double(training.sampleCount), Double(training.featureCount))
    let isLarge = n > 20_000 || n * d * min(n, d) > 4e9
    let folds = try Fold.inTurn(
      training, validation: fraction ?? 0.2, most: isLarge ? 1 : .max,
      using: stream.branch("validation"))
    return PreparedData(
      training: training, test: rows.test, folds: folds,
      usesLeaveOneOut: fraction == nil, standardization: standard,
      summary: summary(training, rows.test, remarks, division, usesLeaveOneOut: fraction == nil, folds: folds))
  }

  /// All rows with their targets, for a job that sets none apart; gaps take means, and features are standardized, by the
  /// same rows.
  func pool(seed: UInt64, observer: @escaping ProgressObserver = { _ in }) throws -> LabeledData {
    var rows = try selected(RandomStream(seed: seed), layout: nil, observer).data
    rows.features = try MissingValues(rows.features).filled(rows.features, source)
    rows = try rows.checkedForTraining()
    if standardize { rows.features = Standardization(rows.features).applied(to: rows.features) }
    return rows
  }

  /// The share of the fold; nil for leave-one-out where it is exact.
  private func validationFraction() throws -> Double? {
    guard let validation, validation != "loo" else { return nil }
    guard let share = Double(validation), share > 0, share < 1 else {
      throw Refusal.usage("--validation takes loo or a fraction between 0 and 1; found \"\(validation)\"")
    }
    return share
  }

  private func summary(
    _ training: LabeledData, _ test: LabeledData, _ remarks: DataRemarks, _ division: Division,
    usesLeaveOneOut: Bool, folds: [Fold]
  ) -> DataSummary {
    let names: [String] = if case .classes(_, let names) = training.targets { names } else { [] }
    let how: String
    if isMixture, !takesNoTestRows {
      how = "Test rows are fresh samples of the same means, with true labels"
    } else if takesNoTestRows {
      how = "No row tests"
    } else if perClass != nil {
      how = "The first rows of each class train"
    } else if testFile != nil {
      how = "Test rows from \(measuredName)"
    } else {
      how = split == .ordered ? "The first rows train, the last ones test" : "Rows shuffled before the split"
    }
    let rows = NumberText.grouped(folds[0].validation.sampleCount)
    let fold = folds.count == 1 ? "a fold of \(rows) training rows" : "\(folds.count) folds of \(rows) training rows"
    let forms = training.featureCount <= Storing.mostDataAwareFeatures ? "in plain rounding" : "in 32 bits"
    return DataSummary(
      name: name, digest: division.identity.digest, rowsDigest: ContentDigest(of: training).text,
      splitDigest: division.splitDigest, target: division.identity.target,
      targetIsDefault: division.identity.target != nil && target == nil,
      task: names.isEmpty ? "regress" : "classify", features: training.featureCount,
      classes: names,
      trainingSamples: training.sampleCount, testSamples: test.sampleCount, split: how,
      validation: usesLeaveOneOut ? "λ by leave-one-out for ridge \(forms), else by \(fold)" : "λ by \(fold)",
      corruption: corrupt, standardized: standardize,
      remarks: remarks.sentences(for: self, classes: names))
  }
}
