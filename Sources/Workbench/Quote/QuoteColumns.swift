import Messages
import Quotes

/// The columns of the table of quotes, the same on the terminal and in the report.
public struct QuoteColumns: Sendable {
  private let answer: QuoteAnswer
  private let text: ErrorText

  public init(_ answer: QuoteAnswer) {
    self.answer = answer
    text = ErrorText(task: answer.data.task)
  }

  private var hasBudget: Bool { answer.candidates.contains { $0.chanceWithinBudget != nil } }

  private var isLeftOut: Bool { answer.candidates.contains { $0.receiptError != nil } }

  private var isRegression: Bool { answer.data.task == "regress" }

  private var isMeasured: Bool { answer.candidates.contains { $0.testError != nil } }

  public var header: [String] {
    ["model", "format", "λ/λmax", "quoted \(text.unit)", "90 % band"]
      + (isLeftOut ? ["loo \(text.unit)"] : []) + (isMeasured ? ["test \(text.unit)"] : []) + [
        "bytes", "µs", "verdict",
      ]
      + (hasBudget ? ["in budget %"] : []) + [""]
  }

  public func cells(_ row: Candidate) -> [String] {
    [
      CandidateColumns.model(row), CandidateColumns.format(row), NumberText.short(row.lambdaFraction),
      text.number(row.predictedError), band(row.predictedBand),
    ] + (isLeftOut ? [text.number(row.receiptError)] : []) + (isMeasured ? [text.number(row.testError)] : []) + [
      (row.penalty == "l1" ? "≈ " : "") + NumberText.grouped(row.bytes),
      row.latencyMicroseconds.map(NumberText.short) ?? "–", row.verdict ?? "–",
    ] + (hasBudget ? [row.chanceWithinBudget.map { NumberText.percent($0, 0) } ?? "–"] : [])
      + [(row.chosen ? "← recommended " : "") + row.remark]
  }

  /// The table of other numbers of training rows.
  public var samplesHeader: [String] {
    ["rows", "model", "format", "λ/λmax", "quoted \(text.unit)", "90 % band", "verdict"]
  }

  public func cells(_ row: QuoteRow) -> [String] {
    [
      NumberText.grouped(row.samples), CandidateColumns.symbol(row.penalty), row.format,
      NumberText.short(row.lambdaFraction), text.number(row.predictedError), band(row.predictedBand), row.verdict,
    ]
  }

  private func band(_ band: [Double]?) -> String {
    band.map { "\(text.number($0[0])) – \(text.number($0[1]))" } ?? "–"
  }

  /// Of which quotes how many were bad, of the families in the table; ridge is nearly always green.
  private var reliability: String {
    func sentence(_ what: String, _ bad: QuoteReliability) -> String {
      let counts = [("green", bad.green), ("amber", bad.amber), ("red", bad.red)].compactMap { color, share in
        share.map { "\(NumberText.fixed($0, 0)) of 100 \(color) ones" }
      }
      return
        "\(isRegression ? "Counted on classification alone (a set of regression, diabetes, was counted apart): off" : "Off") by more than 3 points and 2.5 standard errors were, of quotes for \(what), "
        + "\(counts.joined(separator: ", ")) (Documentation/Quotes.md, \(QuoteReliability.evidence)). "
    }
    return (answer.candidates.contains(where: \.isLinear) ? sentence("ℓ1 and ℓ∞", .norms) : "")
      + (answer.candidates.contains { !$0.isLinear } ? sentence("random features", .randomFeatures) : "")
  }

  /// What the columns mean.
  public var note: String {
    let rows = answer.data.testSamples > 0 ? "\(NumberText.grouped(answer.data.testSamples)) test rows" : "endless rows"
    return
      "\(isMeasured || isLeftOut ? "Quotes were made before anything but ridge was fitted to all rows" : "Nothing but ridge was fitted to all rows"). The band holds the error on \(rows) in nine of "
      + "ten jobs. \(reliability)λmax: where all weights vanish (ℓ2: the largest eigenvalue of XᵀX). Bytes: of the whole file (≈ where they "
      + "depend on the number of non-zeros). µs: one sample at a time on this machine, measured with random weights."
      + (isLeftOut
        ? " loo: leave-one-out on all training rows at that λ, exact for ℓ2; ℓ1 and ℓ∞ were fitted for it after they were "
          + "quoted." : "")
  }
}
