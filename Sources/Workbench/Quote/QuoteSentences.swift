import Messages
import Quotes

/// What a quote says in words.
struct QuoteSentences {
  private let request: QuoteRequest
  private let candidates: [Candidate]
  private let quotes: [Quote]
  private let cost: QuoteCost
  private let seconds: Double
  private let text: ErrorText

  init(
    _ request: QuoteRequest, _ candidates: [Candidate], _ quotes: [Quote], cost: QuoteCost, seconds: Double,
    data: DataSummary
  ) {
    self.request = request
    self.candidates = candidates
    self.quotes = quotes
    self.cost = cost
    self.seconds = seconds
    text = ErrorText(task: data.task)
  }

  /// Whether any quote applies, and why others do not.
  static func verdict(_ quotes: [QuoteRow]) -> CompressAnswer.Verdict {
    let refused = quotes.filter { $0.verdict == QuoteVerdict.Color.refused.rawValue }
    let reasons = refused.flatMap(\.reasons).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return .init(applies: refused.count < quotes.count, reasons: reasons)
  }

  var all: [String] {
    ([recommendation, budget] + colors + [optimism, took]).compactMap { $0 }
  }

  private var recommendation: String? {
    guard let row = candidates.first(where: { $0.chosen }), let color = color(row) else { return nil }
    return "\(name(row)): \(error(row)) in \(NumberText.grouped(row.bytes)) bytes; \(color.rawValue.uppercased()), "
      + "\(color.advice)"
  }

  private var budget: String? {
    guard request.job.hasBudget else { return nil }
    guard let row = candidates.first(where: { $0.chosen }) else {
      return "no candidate is expected to be within the budget"
    }
    let chance = row.chanceWithinBudget.map { "\(NumberText.percent($0, 0)) %" } ?? "unknown"
    return "the chance that \(name(row)) is within the budget: \(chance)"
  }

  /// One sentence for each color that occurs below green, with its reasons.
  private var colors: [String] {
    [QuoteVerdict.Color.amber, .red, .refused].compactMap { wanted in
      let rows = candidates.filter { color($0) == wanted }
      guard !rows.isEmpty else { return nil }
      let reasons = rows.flatMap(\.reasons).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      let shown = reasons.prefix(3).joined(separator: "; ") + (reasons.count > 3 ? "; …" : "")
      return "\(wanted.rawValue.uppercased()) (\(wanted.advice)): \(rows.map(name).joined(separator: ", ")): \(shown)"
    }
  }

  /// For each format the mean over the penalties; nil for random features, which are not chosen by their quotes.
  private var optimism: String? {
    guard !quotes.isEmpty else { return nil }
    let formats = quotes.map(\.form).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let parts = formats.compactMap { format -> String? in
      let found = quotes.filter { $0.form == format }.compactMap(\.optimism)
      guard !found.isEmpty else { return nil }
      let unit = text.unit == "%" ? "points" : text.unit
      return "\(text.number(found.reduce(0, +) / Double(found.count))) \(unit) in \(format)"
    }
    let amount =
      parts.isEmpty
      ? "; --effort full says by how much"
      : " on these rows by about \(parts.joined(separator: ", ")), as far as two halves of what is known tell"
    return "a row is the best of several strengths by its quote, which is optimistic\(amount)"
  }

  private var took: String {
    "the quote took \(NumberText.fixed(seconds, 1)) s; fitting everything is expected to take \(QuoteCost.text(cost.trainingSeconds))"
      + (cost.isTrainingAsCheap ? ": as cheap, so train (signbit compress) and take the receipts" : "")
  }

  private func name(_ row: Candidate) -> String {
    "\(CandidateColumns.model(row)) \(CandidateColumns.format(row))"
      + (row.remark.isEmpty ? "" : " \(row.remark)")
  }

  private func error(_ row: Candidate) -> String {
    guard let band = row.predictedBand else { return "no error quoted" }
    return "\(text.number(row.predictedError)) \(text.unit) (\(text.number(band[0])) to \(text.number(band[1])))"
  }

  private func color(_ row: Candidate) -> QuoteVerdict.Color? { row.verdict.flatMap(QuoteVerdict.Color.init) }
}
