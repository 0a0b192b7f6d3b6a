import DataModels
import LinearAlgebra
import Messages
import Quotes

/// Quotes for other numbers of training rows.
///
/// For fewer rows, those are drawn and quoted. For more, up to twice as many, the last doubling tells how errors fall:
///
///     L(n) = L(N) + ½ (L(N) − L(N/2)) log₂(n/N)
///
/// half of it, since learning curves flatten. No band was calibrated there: it is that of N, widened by the step.
///
/// - Source: Documentation/Quotes.md, other numbers of rows.
struct SampleSizes {
  private let fewer: [Int]
  private let more: [Int]
  private let known: Int

  /// - Throws: a `Refusal` beyond twice the rows at hand.
  init(_ sizes: [Int], known: Int) throws {
    self.known = known
    if let far = sizes.first(where: { $0 > 2 * known }) {
      throw Refusal.usage(
        "nothing is known about \(NumberText.grouped(far)) training rows: a quote reaches twice as far as the \(NumberText.grouped(known)) at hand"
      )
    }
    fewer = sizes.filter { $0 < known }.sorted()
    more = sizes.filter { $0 > known }.sorted()
  }

  /// How many more times the whole work is done, at most.
  var jobCount: Int { fewer.count + (more.isEmpty ? 0 : 1) }

  /// - Parameter shown: the quotes for all rows, of which the same penalties and forms are wanted.
  func quotes(
    _ question: QuoteQuestion, _ data: LabeledData, shown: [Quote], using stream: RandomStream,
    observe: @Sendable (Double) -> Void
  ) throws -> [QuoteRow] {
    let keys = Set(shown.map { "\($0.penalty) \($0.form)" })
    func quoted(_ count: Int) throws -> [Quote] {
      let part = data.rows(
        Array(data.targets.stratifiedOrder(using: stream.branch("rows", count)).prefix(count)).sorted())
      return try Quoter(question).quotes(of: part, using: stream.branch("samples", count))
        .filter { keys.contains("\($0.penalty) \($0.form)") }
    }
    var rows: [QuoteRow] = []
    for (place, count) in fewer.enumerated() {
      rows += Self.best(try quoted(count)).map { QuoteRow($0, samples: count) }
      observe(Double(place + 1))
    }
    guard !more.isEmpty else { return rows }
    let half = Self.best(try quoted(known / 2))
    for count in more {
      for now in Self.best(shown) {
        let before = half.first { $0.penalty == now.penalty && $0.form == now.form }
        rows.append(QuoteRow(now.extrapolated(from: before, doublings: Self.doublings(known, count)), samples: count))
      }
    }
    return rows
  }

  private static func doublings(_ known: Int, _ count: Int) -> Double {
    logarithm(Double(count) / Double(known)) / logarithm(2)
  }

  /// The strength with the least quote for each penalty and form.
  private static func best(_ quotes: [Quote]) -> [Quote] {
    var best: [Quote] = []
    for quote in quotes {
      guard let i = best.firstIndex(where: { $0.penalty == quote.penalty && $0.form == quote.form }) else {
        best.append(quote)
        continue
      }
      if quote.error ?? .infinity < best[i].error ?? .infinity { best[i] = quote }
    }
    return best
  }
}
