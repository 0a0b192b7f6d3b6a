import Compression
import ConvexFunctions
import DataModels
import LinearAlgebra
import Quotes

/// Rows of the table: for each penalty and form the strength with the least quote.
struct QuotedCandidates {
  private let request: QuoteRequest
  private let data: PreparedData
  private let penalties: [any Penalty]
  private let forms: [any StorageForm]

  init(_ request: QuoteRequest, _ data: PreparedData, penalties: [any Penalty], forms: [any StorageForm]) {
    self.request = request
    self.data = data
    self.penalties = penalties
    self.forms = forms
  }

  /// - Parameter measured: the test error of each quote, where it is known.
  func rows(_ quotes: [Quote], _ measured: [Double?]) throws -> [Candidate] {
    try penalties.flatMap { penalty in
      try forms.compactMap { form -> Candidate? in
        let of = quotes.indices.filter { quotes[$0].penalty == penalty.name && quotes[$0].form == form.quotedName }
        // Among equals the largest strength, as in training.
        guard let best = of.min(by: { quotes[$0].error ?? .infinity < quotes[$1].error ?? .infinity }) else {
          return nil
        }
        return try row(quotes[best], measured[best], penalty, form)
      }
    }
  }

  private func row(_ quote: Quote, _ measured: Double?, _ penalty: any Penalty, _ form: any StorageForm) throws
    -> Candidate
  {
    let nonzero = quote.nonzeroFraction ?? 1
    let model = try UntrainedModel(
      data, penalty: penalty, form: form, nonzeroFraction: nonzero, seed: request.job.seed)
    var row = Candidate(
      penalty: penalty.name, lambda: quote.lambda, lambdaFraction: quote.fraction, format: form.name,
      rounding: StorageChoice.Rounding.plain.rawValue,
      scale: form is any QuantizedForm ? StorageChoice.Scale.weights.rawValue : nil, bits: form.bitWidth,
      testError: measured, oracle: false,
      predictedError: quote.error, predictedBand: quote.band.map { [$0.lowerBound, $0.upperBound] },
      nonzeroFraction: nonzero,
      boundaryFraction: 0, status: "not-fitted", algorithm: "none", iterations: 0, bytes: model.bytes,
      latencyMicroseconds: model.latencyMicroseconds,
      remark: StorageChoice(form: form, rounding: .plain, scale: .weights).remark)
    row.verdict = quote.verdict.color.rawValue
    row.reasons = quote.verdict.reasons
    row.chanceWithinBudget = request.job.chance(row)
    return row
  }
}

extension CompressRequest {
  /// The chance that a quoted model is within the whole budget: of a Gaussian about the quote whose 90 % lie in the band. Nil
  /// without a budget, and where nothing is quoted.
  func chance(_ row: Candidate) -> Double? {
    guard hasBudget else { return nil }
    guard row.bytes <= maxBytes ?? .max, row.latencyMicroseconds ?? 0 <= maxLatency ?? .infinity else { return 0 }
    guard let maxError else { return 1 }
    guard let error = row.predictedError, let band = row.predictedBand else { return nil }
    let side = maxError >= error ? band[1] - error : error - band[0]
    guard side > 0 else { return maxError >= error ? 1 : 0 }
    return (1 + errorFunction(1.6449 * (maxError - error) / side / 2.0.squareRoot())) / 2
  }
}

/// The row to recommend, by the rule by which `Choice` keeps one: quotes stand for held-out errors. No red quote is
/// recommended, since its advice is not to rely on it.
struct QuoteChoice {
  let request: CompressRequest
  let isClassification: Bool

  /// With `maxError` the smallest file that is more likely than not to meet it; with other budgets the least quote
  /// within them; without any the smallest file near the least quote.
  func callAsFunction(_ rows: [Candidate]) -> Int? { best(rows, among: rows.indices.filter { !Self.isRed(rows[$0]) }) }

  /// The row that only its red quote keeps from being recommended; nil where none is.
  func doubtful(_ rows: [Candidate]) -> Int? {
    best(rows, among: Array(rows.indices)).flatMap { Self.isRed(rows[$0]) ? $0 : nil }
  }

  private static func isRed(_ row: Candidate) -> Bool { row.verdict == QuoteVerdict.Color.red.rawValue }

  private func best(_ rows: [Candidate], among places: [Int]) -> Int? {
    let allowed = places.filter { i in
      rows[i].predictedError != nil && rows[i].bytes <= request.maxBytes ?? .max
        && rows[i].latencyMicroseconds ?? 0 <= request.maxLatency ?? .infinity
        && rows[i].predictedError ?? .infinity <= request.maxError ?? .infinity
    }
    func error(_ i: Int) -> Double { rows[i].predictedError ?? .infinity }
    guard let least = allowed.map(error).min() else { return nil }
    if request.maxError == nil, request.maxBytes != nil || request.maxLatency != nil {
      return allowed.min { error($0) < error($1) }
    }
    let share = min(Choice.relativeTolerance * least, isClassification ? Choice.absoluteTolerance : .infinity)
    let good = allowed.filter { error($0) <= request.maxError ?? least + share }
    return good.min { (rows[$0].bytes, error($0)) < (rows[$1].bytes, error($1)) }
  }
}
