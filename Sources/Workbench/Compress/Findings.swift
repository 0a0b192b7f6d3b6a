import Compression
import ConvexSolvers
import Iteration
import Messages
import PackedInference

/// What the table says, in sentences: the price of one bit, of bare signs, of sparsity.
struct Findings {
  let studies: [PathStudy]
  let candidates: [Candidate]
  let data: DataSummary
  let request: CompressRequest

  var sentences: [String] {
    [reference, priceOfOneBit, bareSigns, priceOfSparsity, unconverged, choice].compactMap { $0 }
  }

  private var isClassification: Bool { data.task == "classify" }

  /// The plain row of a penalty and format.
  private func row(_ penalty: String, _ format: String) -> Candidate? {
    candidates.first { $0.penalty == penalty && $0.format == format && !$0.oracle && $0.remark.isEmpty }
  }

  private func error(_ row: Candidate) -> Double? { row.testError }

  private func text(_ error: Double) -> String {
    isClassification ? NumberText.percent(error) + " %" : NumberText.short(error) + " MSE"
  }

  /// A difference of errors with its sign: "+1.2 points".
  private func price(_ difference: Double) -> String {
    let sign = difference < 0 ? "−" : "+"
    return isClassification
      ? "\(sign)\(NumberText.percent(difference.magnitude)) points"
      : "\(sign)\(NumberText.short(difference.magnitude)) MSE"
  }

  /// Whether a loss is small beside the error itself or beside its uncertainty.
  private func isSmall(_ difference: Double, of reference: Double, _ standardError: Double?) -> Bool {
    difference <= max(0.1 * reference, 2 * (standardError ?? 0))
  }

  private var reference: String? {
    guard let ridge = row("l2", DenseLayer.format), let value = error(ridge) else { return nil }
    return "Ridge in 32 bits, the yardstick: \(text(value)) test error in \(NumberText.bytes(ridge.bytes))."
  }

  private var priceOfOneBit: String? {
    guard let sign = row("linf", SignLayer.format), let value = error(sign) else { return nil }
    var text = "One bit under ℓ∞: \(self.text(value)) in \(NumberText.bytes(sign.bytes))"
    if let exact = row("linf", DenseLayer.format), let float = error(exact) {
      let small = isSmall(value - float, of: float, sign.testErrorStandardError)
      text += ", \(price(value - float)) on ℓ∞ in 32 bits"
      text += small ? ": one bit is nearly free here" : ": one bit has a price here"
    }
    if let ridge = row("l2", DenseLayer.format), let value2 = error(ridge) {
      let ratio = Double(ridge.bytes) / Double(sign.bytes)
      text += "; \(price(value - value2)) on ridge, in a file \(NumberText.short(ratio)) times smaller"
    }
    return text + "."
  }

  /// Signs of the very solution that ridge was chosen for, and of the ridge that is best for signs.
  private var bareSigns: String? {
    guard let ridge = row("l2", DenseLayer.format), let float = error(ridge), let sign = row("l2", SignLayer.format),
      let best = error(sign), let study = studies.first(where: { $0.penalty == "l2" }),
      let point = study.points.first(where: { $0.fit.lambda == ridge.lambda }),
      let form = point.forms.first(where: { $0.compression.name == SignLayer.format })
    else { return nil }
    let same = form.testError.value
    let small = isSmall(same - float, of: float, ridge.testErrorStandardError)
    let prepared = row("linf", SignLayer.format).flatMap(error).map { best - $0 } ?? 0
    let helps = prepared > (sign.testErrorStandardError ?? 0)
    let again = sign.lambda == ridge.lambda ? "" : "; with λ chosen again for the signs: \(text(best))"
    return
      "Signs simply taken of that ridge: \(text(same)), \(price(same - float))\(again)"
      + (!small && helps ? ". Taking signs is not enough: the penalty must prepare the weights for it." : ".")
  }

  private var priceOfSparsity: String? {
    guard let ridge = row("l2", DenseLayer.format), let float = error(ridge),
      let sparse = candidates.first(where: { $0.penalty == "l1" && !$0.remark.isEmpty && !$0.oracle }),
      let value = error(sparse)
    else { return nil }
    return
      "ℓ1 with at most 1 weight in 15 left (\(NumberText.percent(sparse.nonzeroFraction)) % non-zero): \(text(value)), "
      + "a price of \(price(value - float)) against ridge, in \(NumberText.bytes(sparse.bytes))."
  }

  private var unconverged: String? {
    let bad = studies.flatMap { study in
      study.points.filter { $0.fit.status != .converged }.map { (study.penalty, $0.fit) }
    }
    guard let worst = bad.max(by: { $0.1.certificate.relativeGap < $1.1.certificate.relativeGap }) else { return nil }
    return
      "\(bad.count) of the solutions did not reach the tolerance; the worst is \(CandidateColumns.symbol(worst.0)) at λ = "
      + "\(NumberText.short(worst.1.lambda)) with relative gap \(NumberText.scientific(worst.1.certificate.relativeGap, 1)): "
      + worst.1.status.advice + "."
  }

  private var choice: String? {
    guard let chosen = candidates.first(where: \.chosen) else {
      return "No candidate is within the budget; the table shows what each would cost."
    }
    let why: String
    if let limit = request.maxError {
      why = "the smallest file with a validation error of at most \(text(limit))"
    } else if request.maxBytes != nil || request.maxLatency != nil {
      why = "the least validation error within the budget"
    } else {
      let slack = NumberText.percent(CandidateTable.relativeTolerance, 0)
      why =
        "the smallest file whose validation error is within \(slack) % (or one standard error) of the best; "
        + "--max-error, --max-bytes and --max-latency choose otherwise"
    }
    return
      "Chosen: \(CandidateColumns.symbol(chosen.penalty)) as \(chosen.format), \(NumberText.bytes(chosen.bytes)): \(why)."
  }
}
