import Messages

/// The columns of the table of candidates: all in the report, those of them that a choice needs on the terminal.
public struct CandidateColumns: Sendable {
  public enum Detail: Sendable {
    case all
    /// At most 100 characters wide.
    case brief
  }

  private let answer: CompressAnswer
  private let isBrief: Bool
  private let text: ErrorText

  public init(_ answer: CompressAnswer, _ detail: Detail = .all) {
    self.answer = answer
    isBrief = detail == .brief
    text = ErrorText(task: answer.data.task)
  }

  private var isPredicted: Bool { answer.candidates.contains { $0.predictedError != nil } }
  private var hasReceipts: Bool { answer.candidates.contains { $0.receiptError != nil } }
  private var isRegression: Bool { answer.data.task == "regress" }

  public var header: [String] {
    ["model", "format", "λ/λmax", "validation \(text.unit)", "test \(text.unit)"]
      + (hasReceipts ? ["receipt \(text.unit)"] : [])
      + (isPredicted ? ["predicted \(text.unit)"] : []) + (isRegression ? ["R²"] : [])
      + (isBrief ? [] : ["best on test*", "non-zero %", "at boundary %"]) + ["bytes", "µs"]
      + (isBrief ? [] : ["rel. gap"]) + [""]
  }

  public func cells(_ row: Candidate) -> [String] {
    [
      CandidateColumns.model(row), CandidateColumns.format(row),
      row.isNetwork ? "–" : NumberText.short(row.lambdaFraction),
      text.number(row.validationError), text.number(row.testError, row.testErrorStandardError),
    ] + (hasReceipts ? [receipt(row)] : []) + (isPredicted ? [text.number(row.predictedError)] : [])
      + (isRegression ? [row.rSquared.map { NumberText.fixed($0, 3) } ?? "–"] : [])
      + (isBrief ? [] : [oracle(row), share(row, row.nonzeroFraction), share(row, row.boundaryFraction)])
      + [NumberText.grouped(row.bytes), row.latencyMicroseconds.map(NumberText.short) ?? "–"]
      + (isBrief ? [] : [row.relativeGap.map { $0 < 1e-12 ? "<1e-12" : NumberText.scientific($0, 0) } ?? "–"])
      + [mark(row)]
  }

  private func mark(_ row: Candidate) -> String {
    [row.chosen ? "← chosen" : "", row.remark, row.isFinished ? "" : row.status].filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  private func oracle(_ row: Candidate) -> String {
    let oracle = answer.candidates.first { $0.oracle && $0.isStored(as: row) }
    return text.number(row.remark == LinearRows.sparseRemark ? nil : oracle?.testError)
  }

  private func share(_ row: Candidate, _ fraction: Double) -> String {
    row.isLinear ? NumberText.percent(fraction, 0) : "–"
  }

  /// "6.3 (4.4–8.2)", or the error alone.
  private func receipt(_ row: Candidate) -> String {
    guard let error = row.receiptError, let band = row.receiptBand else { return "–" }
    if isBrief { return text.number(error) }
    return "\(text.number(error)) (\(text.number(band[0]))–\(text.number(band[1])))"
  }

  /// The format, and how weights were rounded to it where that is not the plain way.
  public static func format(_ row: Candidate) -> String {
    row.format + (row.rounding == "plain" ? "" : " " + row.rounding)
  }

  /// A penalty as a formula would name it.
  public static func symbol(_ penalty: String) -> String {
    switch penalty {
    case "l2": "ℓ2"
    case "l1": "ℓ1"
    case "linf": "ℓ∞"
    default: penalty
    }
  }

  /// What stands in the first column: "ℓ2", or "conv 4032" for random features.
  public static func model(_ row: Candidate) -> String {
    guard let map = row.map, let layers = row.layers else { return symbol(row.penalty) }
    return "\(map) \(layers.map(String.init).joined(separator: "x"))"
  }

  /// What the columns mean.
  public var note: String {
    let features =
      answer.candidates.allSatisfy { $0.isLinear || $0.isNetwork }
      ? ""
      : " conv, dense, …: random features with so many outputs and a ridge last layer, λ by leave-one-out in units of the "
        + "mean diagonal of ΦᵀΦ; where fits are costly their validation is the first folds alone."
    let networks =
      answer.candidates.first(where: \.isNetwork).map {
        " binary: networks with so many hidden units, weights and activations of one bit, the format being that of the last "
          + "layer; trained by \($0.algorithm) with the surrogate \($0.surrogate ?? ""); their validation is the first fold alone."
      } ?? ""
    return
      "λ and the choice come from validation."
      + (isBrief ? "" : " * with λ picked on the test rows: an oracle, never chosen.")
      + " λmax: where all weights vanish (ℓ2: the largest eigenvalue of XᵀX)."
      + (isBrief ? "" : " At boundary: weights at ± the largest of their class, before they are stored.")
      + " Bytes: the whole file. µs: one sample at a time on this machine, warm."
      + (isBrief ? "" : " rel. gap: the solution is at most so far from optimal.") + features + networks
      + (hasReceipts
        ? " Receipt: leave-one-out on all training rows, exact for ℓ2"
          + (isBrief ? "." : ", and where nine of ten test errors should lie.")
        : "")
      + (isPredicted ? " Predicted: by the theory of the mixture, the mean over data sets like this one." : "")
      + (isBrief
        ? " The report has more: bands of the receipts, the best λ on the test rows, shares of non-zero weights, gaps."
        : "")
  }
}
