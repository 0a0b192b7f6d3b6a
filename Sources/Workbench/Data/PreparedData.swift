import DataModels
import PackedInference

/// Rows that are ready for a job; the test rows are measured and never chosen by.
struct PreparedData: Sendable {
  /// Standardized where that was asked for.
  let training: LabeledData
  /// As they came: a model standardizes them itself, as it will for its users.
  let test: LabeledData
  /// Training rows divided for choosing; one fold, or several in turn.
  let folds: [Fold]
  /// Whether leave-one-out replaces the fold where it is exact.
  let usesLeaveOneOut: Bool
  /// What was already applied to the training rows; a model for raw samples must apply it too.
  let standardization: Standardization?
  let summary: DataSummary

  var answer: Model.Answer {
    if case .classes(_, let names) = training.targets { return .classes(names) }
    return .values
  }

  /// The test rows standardized like the training rows.
  var testAsTrained: LabeledData {
    var rows = test
    if let standardization { rows.features = standardization.applied(to: rows.features) }
    return rows
  }

  var modelStandardization: Model.Standardization? {
    standardization.map {
      Model.Standardization(means: $0.means.map { Float($0) }, deviations: $0.deviations.map { Float($0) })
    }
  }
}
