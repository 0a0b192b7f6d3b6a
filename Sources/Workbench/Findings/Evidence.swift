import Messages
import PackedInference

/// What a finding may look at: the finished table, the paths behind it, and the training rows.
struct Evidence {
  let studies: [PathStudy]
  let candidates: [Candidate]
  let data: DataSummary
  let request: CompressRequest
  let preparation: Preparation

  var isClassification: Bool { data.task == "classify" }

  /// The row of a penalty and format as it is; oracles and special rows aside.
  func row(_ penalty: String, _ format: String, rounding: String = "plain") -> Candidate? {
    candidates.first {
      $0.penalty == penalty && $0.format == format && $0.rounding == rounding && !$0.oracle && $0.remark.isEmpty
    }
  }

  /// The yardstick of every other row.
  var ridge: Candidate? { row("l2", DenseLayer.format) }

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

  /// A difference with the standard error that it would have if the two were measured on different rows: on
  /// the same rows, as here, it has less.
  func price(of row: Candidate, against other: Candidate) -> String {
    let (a, b) = (row.testErrorStandardError ?? 0, other.testErrorStandardError ?? 0)
    let spread = (a * a + b * b).squareRoot()
    let difference = (row.testError ?? .nan) - (other.testError ?? .nan)
    let text = price(difference)
    let unit = isClassification ? " points" : " MSE"
    return text.dropLast(unit.count) + " ± "
      + (isClassification ? NumberText.percent(spread) : NumberText.short(spread)) + unit
  }

  /// Whether a loss is small beside the error itself or within its uncertainty.
  func isSmall(_ difference: Double, of reference: Double, _ standardError: Double?) -> Bool {
    difference <= max(0.1 * reference, standardError ?? 0)
  }
}
