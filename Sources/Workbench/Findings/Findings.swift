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
  /// The standard deviation of each feature over the training rows; 0 for a constant one.
  let deviations: [Double]

  var sentences: [String] {
    [reference, priceOfOneBit, bareSigns, priceOfSparsity, scales, edges, unconverged, choice].compactMap { $0 }
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

  /// A difference with the standard error that it would have if the two were measured on different rows: on
  /// the same rows, as here, it has less.
  private func price(of row: Candidate, against other: Candidate) -> String {
    let (a, b) = (row.testErrorStandardError ?? 0, other.testErrorStandardError ?? 0)
    let spread = (a * a + b * b).squareRoot()
    let difference = (error(row) ?? .nan) - (error(other) ?? .nan)
    let text = price(difference)
    let unit = isClassification ? " points" : " MSE"
    return text.dropLast(unit.count) + " ± "
      + (isClassification ? NumberText.percent(spread) : NumberText.short(spread)) + unit
  }

  /// Whether a loss is small beside the error itself or within its uncertainty.
  private func isSmall(_ difference: Double, of reference: Double, _ standardError: Double?) -> Bool {
    difference <= max(0.1 * reference, standardError ?? 0)
  }

  private var reference: String? {
    guard let ridge = row("l2", DenseLayer.format), let value = error(ridge) else { return nil }
    return "Ridge in 32 bits, the yardstick: \(text(value)) test error in \(NumberText.bytes(ridge.bytes))."
  }

  private var priceOfOneBit: String? {
    guard let sign = row("linf", SignLayer.format), let value = error(sign) else { return nil }
    var text = "One bit under ℓ∞: \(self.text(value)) in \(NumberText.bytes(sign.bytes))"
    if let exact = row("linf", DenseLayer.format), let float = error(exact) {
      text += ", \(price(of: sign, against: exact)) on ℓ∞ in 32 bits"
      let ridge = row("l2", DenseLayer.format).flatMap(error) ?? float
      // One bit can be called free only where ℓ∞ itself is a good model.
      if !isSmall(float - ridge, of: 3 * ridge, exact.testErrorStandardError) {
        text += ": but ℓ∞ itself is far from ridge on these data"
      } else {
        let small = isSmall(value - float, of: float, sign.testErrorStandardError)
        text += small ? ": one bit is nearly free here" : ": one bit has a price here"
      }
    }
    if let ridge = row("l2", DenseLayer.format) {
      let ratio = Double(ridge.bytes) / Double(sign.bytes)
      text += "; \(price(of: sign, against: ridge)) on ridge, in a file \(NumberText.short(ratio)) times smaller"
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

  /// Penalties see the units of the features; signs cannot undo them.
  private var scales: String? {
    guard !data.standardized else { return nil }
    let varying = deviations.filter { $0 > 0 }.sorted()
    guard let largest = varying.last, largest > 30 * varying[varying.count / 2] else { return nil }
    return "The features have very different scales (the largest standard deviation is "
      + "\(NumberText.short(largest / varying[varying.count / 2])) times the median one), which ℓ1, ℓ∞ and signs cannot make up for: "
      + "try --standardize."
  }

  /// An automatic grid that ended while validation still improved.
  private var edges: String? {
    guard request.lambdas == nil else { return nil }
    let ended = studies.filter { study in
      guard let last = study.points.last else { return false }
      return row(study.penalty, DenseLayer.format)?.lambda == last.fit.lambda
    }
    guard !ended.isEmpty else { return nil }
    let names = ended.map { CandidateColumns.symbol($0.penalty) }.joined(separator: " and ")
    return "The best λ of \(names) is the smallest that was tried; --lambda LIST goes further."
  }

  private var choice: String? {
    guard let chosen = candidates.first(where: \.chosen) else {
      return "No candidate is within the budget; the table shows what each would cost."
    }
    let why: String
    if let limit = request.maxError {
      let others = request.maxBytes != nil || request.maxLatency != nil ? ", within the other limits" : ""
      why = "the smallest file with a validation error of at most \(text(limit))\(others)"
    } else if request.maxBytes != nil || request.maxLatency != nil {
      why = "the least validation error within the budget"
    } else {
      let slack = NumberText.percent(CandidateTable.relativeTolerance, 0)
      let points = isClassification ? " and \(NumberText.percent(CandidateTable.absoluteTolerance, 0)) points" : ""
      why =
        "the smallest file whose validation error exceeds the best by at most \(slack) % of it\(points), or by one "
        + "standard error; --max-error, --max-bytes and --max-latency choose otherwise"
    }
    return
      "Chosen: \(CandidateColumns.symbol(chosen.penalty)) as \(chosen.format), \(NumberText.bytes(chosen.bytes)): \(why)."
  }
}
