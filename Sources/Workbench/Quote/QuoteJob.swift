import Compression
import ConvexFunctions
import DataModels
import LinearAlgebra
import Messages
import Quotes
import Synchronization

/// Quotes the table of `compress` before any of its norms is fitted.
public struct QuoteJob: Sendable {
  private let request: QuoteRequest
  private let observer: ProgressObserver

  public init(_ request: QuoteRequest, observer: @escaping ProgressObserver = { _ in }) {
    self.request = request
    self.observer = observer
  }

  public struct Product: Sendable {
    public var answer: QuoteAnswer
    /// The whole of `report.html`.
    public let report: String
  }

  /// - Parameter announce: Called with a sentence on what this will cost, before the work.
  /// - Throws: a `Refusal` for unknown names, impossible data or numbers of samples that nothing is known about.
  public func callAsFunction(announce: (String) -> Void = { _ in }) throws -> Product {
    try request.checkNumbers()
    let families = try request.checkedFamilies()
    let penalties = families.linear ? try request.checkedPenalties() : []
    let forms = try request.checkedForms()
    let effort = try request.checkedEffort()
    let fractions = try request.checkedFractions()
    let clock = ContinuousClock()
    let start = clock.now
    let data = try request.job.data.prepare(seed: request.job.seed, observer: observer)
    try request.job.checkUnits(isClassification: data.summary.task == "classify")
    let question = QuoteQuestion(
      penalties: penalties,
      forms: forms.filter { form in penalties.contains { request.isShown(form.quotedName, of: $0, among: forms) } },
      fractions: fractions, intercept: request.job.intercept,
      testCount: data.test.sampleCount > 0 ? data.test.sampleCount : nil, effort: effort)
    let training = data.training
    if request.measures, data.test.sampleCount == 0 {
      throw Refusal.usage("--measure needs test rows; leave out --test 0")
    }
    let sizes = try SampleSizes(request.samples, known: training.sampleCount)
    let cost = QuoteCost(
      linear: families.linear
        ? LinearCost(
          samples: training.sampleCount, features: training.featureCount, columns: training.targets.columnCount,
          norms: question.penalties.count, strengths: fractions.count, forms: question.forms.count,
          lossyForms: question.forms.count { $0.bitWidth < 16 }, effort: effort, folds: data.folds.count,
          leavesOneOut: request.leavesOneOut) : nil,
      features: families.features ? try RandomFeaturesFamily(request.job, observer: observer).cost(data) : nil)
    announce(cost.sentence)
    let counter = ProgressCounter("quoting", total: 100 * (1 + sizes.jobCount), observer)
    let meter = Meter(counter)
    let stream = RandomStream(seed: request.job.seed).branch("quote")
    let quotes = families.linear ? try Quoter(question).quotes(of: training, using: stream) { meter.reach($0) } : []
    let wanted = Set(penalties.map(\.name))
    let isShown = quotes.map { quote in
      wanted.contains(quote.penalty)
        && request.isShown(quote.form, of: penalties.first { $0.name == quote.penalty }!, among: forms)
    }
    let shown = zip(quotes, isShown).filter(\.1).map(\.0)
    let others = try sizes.quotes(question, training, shown: shown, using: stream) { meter.reach(1 + $0) }
    meter.reach(Double(1 + sizes.jobCount))
    var measured = [Double?](repeating: nil, count: shown.count)
    // Not a part of what quotes take.
    var measuring = Duration.zero
    if request.measures, families.linear {
      let begin = clock.now
      defer { measuring += begin.duration(to: clock.now) }
      // After the quotes, which never see a test row.
      let errors = try Quoter(question).measured(on: data.testAsTrained, fittedTo: training)
      measured = zip(errors, isShown).filter(\.1).map(\.0)
    }
    var candidates = try QuotedCandidates(request, data, penalties: penalties, forms: forms).rows(shown, measured)
    if request.leavesOneOut, families.linear {
      let counter = ProgressCounter("leaving rows out", total: candidates.count, observer)
      candidates = try QuoteReceipts(request, data).added(to: candidates) { counter.advance() }
    }
    var every = zip(shown, measured).map { QuoteRow($0, samples: training.sampleCount, measured: $1) }
    if families.features {
      let (rows, parts, seconds) = try features(data, using: stream)
      candidates += rows
      every += parts
      measuring += seconds
    }
    let choice = QuoteChoice(request: request.job, isClassification: data.summary.task == "classify")
    if let index = choice(candidates) { candidates[index].chosen = true }
    let taken = start.duration(to: clock.now) - measuring
    let seconds = Double(taken.components.seconds) + Double(taken.components.attoseconds) * 1e-18
    let answer = QuoteAnswer(
      data: data.summary, candidates: candidates,
      quotes: every, samples: others, verdict: QuoteSentences.verdict(every),
      diagnosis: QuoteSentences(
        request, candidates, shown, doubtful: choice.doubtful(candidates).map { candidates[$0] }, samples: others,
        cost: cost, seconds: seconds, data: data.summary
      ).all,
      quoteSeconds: seconds, expectedSeconds: cost.quoteSeconds, trainingSeconds: cost.trainingSeconds, files: [],
      seed: request.job.seed,
      version: SignbitVersion.current)
    return Product(answer: answer, report: QuoteReport(answer, request: request).html)
  }

  private static let noFeatureReceipt =
    "no leave-one-out: random features are fitted to half of the rows only; compress validates them by leave-one-out"

  /// Rows of random features, measured where that was asked for, and how long measuring took.
  private func features(
    _ data: PreparedData, using stream: RandomStream
  ) throws -> (candidates: [Candidate], quotes: [QuoteRow], measuring: Duration) {
    let quotes = FeatureQuotes(request, data, observer: observer)
    let rows = try quotes.rows(using: stream)
    var (candidates, parts) = (rows.map(\.candidate), rows.map(\.quote))
    if request.leavesOneOut {
      for i in candidates.indices { candidates[i].reasons.append(Self.noFeatureReceipt) }
    }
    guard request.measures else { return (candidates, parts, .zero) }
    let clock = ContinuousClock()
    let begin = clock.now
    for (i, error) in try quotes.measured(candidates).enumerated() {
      candidates[i].testError = error
      parts[i].measuredError = error
    }
    return (candidates, parts, begin.duration(to: clock.now))
  }
}

extension QuoteRequest {
  /// Whether a form is in the table of a penalty: what was asked for, else what suits it.
  func isShown(_ form: String, of penalty: any Penalty, among forms: [any StorageForm]) -> Bool {
    guard let found = forms.first(where: { $0.quotedName == form }) else { return false }
    return job.formats != nil || found is PrunedForm || found.suits(penalty.structure)
  }
}

/// Turns shares of the work into steps of a counter.
private final class Meter: Sendable {
  private let counter: ProgressCounter
  private let done = Mutex(0)

  init(_ counter: ProgressCounter) { self.counter = counter }

  func reach(_ share: Double) {
    done.withLock { done in
      // In one step: a bar that is drawn some times a second shows the first of several.
      let steps = Int((100 * share).rounded()) - done
      guard steps > 0 else { return }
      counter.advance(by: steps)
      done += steps
    }
  }
}

extension QuoteRow {
  init(_ quote: Quote, samples: Int, measured: Double? = nil) {
    self.init(
      samples: samples, penalty: quote.penalty, lambdaFraction: quote.fraction, lambda: quote.lambda,
      format: quote.form,
      predictedError: quote.error, predictedBand: quote.band.map { [$0.lowerBound, $0.upperBound] },
      measuredError: measured, verdict: quote.verdict.color.rawValue, reasons: quote.verdict.reasons,
      pilots: quote.pilots,
      backTest: quote.backTest, gap: quote.gap, spread: quote.spread, optimism: quote.optimism)
  }

  /// The row of the table as it stands, without the parts it is made of.
  init(_ row: Candidate, samples: Int) {
    self.init(
      samples: samples, penalty: row.penalty, lambdaFraction: row.lambdaFraction, lambda: row.lambda,
      format: row.format, predictedError: row.predictedError, predictedBand: row.predictedBand,
      verdict: row.verdict ?? QuoteVerdict.Color.refused.rawValue, reasons: row.reasons, family: row.family,
      map: row.map, layers: row.layers)
  }
}
