import Messages
import Quotes

/// What a quote says in words.
struct QuoteSentences {
  private let request: QuoteRequest
  private let candidates: [Candidate]
  private let quotes: [Quote]
  private let doubtful: Candidate?
  private let samples: [QuoteRow]
  private let cost: QuoteCost
  private let seconds: Double
  private let known: Int
  private let text: ErrorText

  /// - Parameters:
  ///   - doubtful: what would be recommended if its red quote could be relied on; nil where that is no other.
  ///   - samples: quotes for other numbers of training rows.
  init(
    _ request: QuoteRequest, _ candidates: [Candidate], _ quotes: [Quote], doubtful: Candidate?, samples: [QuoteRow],
    cost: QuoteCost, seconds: Double, data: DataSummary
  ) {
    self.request = request
    self.candidates = candidates
    self.quotes = quotes
    self.doubtful = doubtful
    self.samples = samples
    self.cost = cost
    self.seconds = seconds
    known = data.trainingSamples
    text = ErrorText(task: data.task)
  }

  /// Whether any quote applies, and why others do not.
  static func verdict(_ quotes: [QuoteRow]) -> CompressAnswer.Verdict {
    let refused = quotes.filter { $0.verdict == QuoteVerdict.Color.refused.rawValue }
    let reasons = refused.flatMap(\.reasons).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return .init(applies: refused.count < quotes.count, reasons: reasons)
  }

  var all: [String] {
    ([recommendation, doubt, budget] + colors + [optimism, standstill, took]).compactMap { $0 }
  }

  private var recommendation: String? {
    guard let row = candidates.first(where: { $0.chosen }), let color = color(row) else {
      // Then `budget` says so.
      guard !request.job.hasBudget || doubtful != nil else { return nil }
      return
        "nothing is recommended: no candidate\(request.job.hasBudget ? " within the budget" : "") has a quote that is green or amber"
    }
    return "\(name(row)): \(error(row)) in \(NumberText.grouped(row.bytes)) bytes; \(color.rawValue.uppercased()), "
      + "\(color.advice)"
  }

  /// A red quote that looks better than what is recommended.
  private var doubt: String? {
    guard let row = doubtful else { return nil }
    let quote = "\(error(row)) in \(NumberText.grouped(row.bytes)) bytes"
    guard let best = candidates.first(where: { $0.chosen }) else {
      return "the best of the red ones is \(name(row)): \(quote); \(QuoteVerdict.Color.red.advice)"
    }
    let gains = [
      row.bytes < best.bytes ? "smaller" : nil,
      row.predictedError ?? .infinity < best.predictedError ?? .infinity ? "better" : nil,
    ].compactMap { $0 }
    guard !gains.isEmpty else { return nil }
    return
      "\(name(row)) might be \(gains.joined(separator: " and ")): \(quote); but RED, \(QuoteVerdict.Color.red.advice)"
  }

  private var budget: String? {
    guard request.job.hasBudget else { return nil }
    guard let row = candidates.first(where: { $0.chosen }) else {
      guard doubtful == nil else { return nil }
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

  /// Which quotes for more rows are those for all rows, and why.
  private var standstill: String? {
    let flat = samples.filter { row in
      row.samples > known && row.predictedError != nil
        && quotes.contains {
          $0.penalty == row.penalty && $0.form == row.format && $0.lambda == row.lambda
            && $0.error == row.predictedError
        }
    }
    let names = flat.map { "\(CandidateColumns.symbol($0.penalty)) \($0.format)" }
      .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    guard !names.isEmpty else { return nil }
    return
      "beyond \(NumberText.grouped(known)) rows these quotes stay as they are: \(names.joined(separator: ", ")); half of the "
      + "rows are quoted no worse, so that nothing tells how errors fall"
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
