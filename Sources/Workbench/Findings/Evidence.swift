import ConvexSolvers
import DataModels
import LinearAlgebra
import Messages
import PackedInference

/// What a finding may look at: the finished table, the paths behind it, and the training rows.
struct Evidence {
  let studies: [PathStudy]
  let candidates: [Candidate]
  let descents: [DescentTrace]
  let data: DataSummary
  let request: CompressRequest
  let preparation: Preparation
  /// The error of each candidate on the held-out rows of the folds, which all of them have; `validationError` is leave-one-out
  /// for some rows and cannot be compared with that of others.
  let foldErrors: [Double]
  /// Whether the choice goes by `foldErrors` where `validationError` is something else for some rows.
  let mixesValidation: Bool
  /// The error of each test row, for each candidate; empty for oracles.
  let sampleErrors: [[Double]]
  /// Classification only.
  let perClass: PerClass?
  /// What ridge at its λ, trained without a row, says of that row (n × K); for classification only.
  let leaveOneOut: Matrix?

  var isClassification: Bool { data.task == "classify" }

  /// The row of a penalty and format as it is; oracles and special rows aside.
  func row(_ penalty: String, _ format: String, rounding: String = "plain") -> Candidate? {
    candidates.first {
      $0.isLinear && $0.penalty == penalty && $0.format == format && $0.rounding == rounding && !$0.oracle
        && $0.remark.isEmpty
    }
  }

  /// The yardstick of every other row.
  var ridge: Candidate? { row("l2", DenseLayer.format) }

  /// The error on the held-out rows of the folds.
  func foldError(_ row: Candidate) -> Double { candidates.firstIndex(of: row).map { foldErrors[$0] } ?? .nan }

  func study(_ penalty: String) -> PathStudy? { studies.first { $0.penalty == penalty } }
}

/// How errors are said in a sentence.
extension Evidence {
  func text(_ error: Double) -> String {
    isClassification ? NumberText.percent(error) + " %" : NumberText.short(error) + " MSE"
  }

  /// A difference of errors with its sign: "+1.2 points".
  func price(_ difference: Double) -> String {
    let sign = difference < 0 ? "−" : "+"
    return isClassification
      ? "\(sign)\(NumberText.percent(difference.magnitude)) points"
      : "\(sign)\(NumberText.short(difference.magnitude)) MSE"
  }

  /// A difference with its standard error: that of two models on the same rows.
  func price(of row: Candidate, against other: Candidate) -> String {
    let errors = [row, other].compactMap { candidates.firstIndex(of: $0) }.map { sampleErrors[$0] }
    let difference = (row.testError ?? .nan) - (other.testError ?? .nan)
    return price(difference, errors.count == 2 ? pairedStandardError(errors[0], errors[1]) : .nan)
  }

  /// "+1.2 ± 0.4 points".
  func price(_ difference: Double, _ standardError: Double) -> String {
    let unit = isClassification ? " points" : " MSE"
    return price(difference).dropLast(unit.count) + " ± "
      + (isClassification ? NumberText.percent(standardError) : NumberText.short(standardError)) + unit
  }

  /// Whether a loss is small beside the error itself or within its uncertainty.
  func isSmall(_ difference: Double, of reference: Double, _ standardError: Double?) -> Bool {
    difference <= max(0.1 * reference, standardError ?? 0)
  }
}

extension Evidence {
  /// The table's ridge, evaluated on each training row by a model that did not see it; nil for real targets and
  /// where the table has no ridge.
  static func leaveOneOut(_ candidates: [Candidate], _ preparation: Preparation) -> Matrix? {
    guard case .classes = preparation.data.training.targets,
      let ridge = candidates.first(where: {
        $0.isLinear && $0.penalty == "l2" && $0.format == DenseLayer.format && !$0.oracle
      })
    else { return nil }
    return preparation.ridge.leaveOneOut(ridge.lambda)
  }

  /// The training labels; empty for real targets.
  var labels: [Int] {
    if case .classes(let labels, _) = preparation.data.training.targets { return labels }
    return []
  }
}
