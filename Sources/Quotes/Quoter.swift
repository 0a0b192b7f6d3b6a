import Compression
import ConvexFunctions
import ConvexSolvers
public import DataModels
public import LinearAlgebra
import Messages

/// Quotes test errors of ridge, of norms, and of their few-bit forms, before any norm is fitted to all rows.
///
/// Ridge is answered by exact leave-one-out. A norm gets two independent estimates, whose mean is the quote: pilots on a part
/// of the rows, carried to all of them as ridge of as many degrees of freedom improves (`Anchor`), and ridge plus the
/// difference to ridge that Gaussian rows of the same moments show (`SyntheticGap`). Both read all labels.
///
///     let quotes = try Quoter(question).quotes(of: training, using: RandomStream(seed: 1))
///
/// - Source: Documentation/Quotes.md.
public struct Quoter: Sendable {
  private let question: QuoteQuestion

  public init(_ question: QuoteQuestion) { self.question = question }

  /// What `quotes` are about, found out: everything fitted to all rows and measured on the test rows, in the same order.
  ///
  /// - Parameter test: standardized as the training rows are.
  public func measured(on test: LabeledData, fittedTo data: LabeledData) throws -> [Double] {
    let fitted = try LeastSquares(
      features: data.features, targets: data.targets.matrix, intercept: question.intercept)
    let held = HeldOut(test, unit: 1)
    let curves = try parallelMap(question.penalties.count) {
      try PenaltyCurve(
        fitted, penalty: question.penalties[$0], fractions: question.fractions, on: held, as: question.forms,
        path: RegularizationPath())
    }
    return RidgeCurve(fitted, on: held, as: question.forms).errors.flatMap { $0 }
      + curves.flatMap { $0.errors.flatMap { $0 } }
  }

  /// One quote for each strength and form: of ridge first, then of each norm.
  ///
  /// - Parameters:
  ///   - data: the training rows, as they will be fitted (standardized, if they are to be).
  ///   - stream: branches "pilots", "synthetic" and "leave-one-out" are drawn from.
  ///   - observe: called with the share of the work that is done.
  /// - Throws: a `Refusal` for rows that cannot be fitted.
  public func quotes(
    of data: LabeledData, using stream: RandomStream, observe: @Sendable (_ share: Double) -> Void = { _ in }
  ) throws -> [Quote] {
    let unit: Double
    let scale: ErrorScale
    switch data.targets {
    case .classes: (unit, scale) = (1, .shares)
    case .values: (unit, scale) = (data.targets.constantError, .squares)
    }
    guard unit > 0 else {
      throw Refusal.input("the targets of the training rows are all equal: there is nothing to quote")
    }
    let fitted = try LeastSquares(
      features: data.features, targets: data.targets.matrix, intercept: question.intercept)
    let ridgeShare = question.penalties.isEmpty ? 1 : question.effort.progress.ridge
    let ridge = try RidgeQuotes(data, fitted, forms: question.forms, unit: unit, using: stream) {
      observe(ridgeShare * $0)
    }
    let job = Job(
      question: question, data: data, fitted: fitted, unit: unit, scale: scale, ridge: ridge,
      warnings: QuoteWarnings(data, fitted))
    return job.ridgeQuotes() + (question.penalties.isEmpty ? [] : try job.normQuotes(using: stream, observe: observe))
  }
}

/// One set of rows, with what has been found out about it.
private struct Job {
  let question: QuoteQuestion
  let data: LabeledData
  let fitted: LeastSquares
  let unit: Double
  let scale: ErrorScale
  let ridge: RidgeQuotes
  let warnings: QuoteWarnings

  private var variance: QuoteVariance {
    QuoteVariance(
      sampleCount: data.sampleCount, testCount: question.testCount, relativeVariance: ridge.relativeVariance)
  }

  /// Guessing among K classes, or the constant answer, is as bad as a band needs to say.
  private var largestError: Double {
    switch data.targets {
    case .classes(_, let names): 1 - 1 / Double(names.count)
    case .values: .infinity
    }
  }

  func ridgeQuotes() -> [Quote] {
    let largest = LambdaGrid.largest(for: SquaredL2(), fitted)
    return ridge.lambdas.indices.flatMap { l in
      question.forms.indices.map { c in
        let error = ridge.curve.errors[l][c]
        let v = variance.ridge(error, question.forms[c], sampled: ridge.sampled[l][c])
        let band = QuoteVariance.band(
          error, variance: v, factor: QuoteVariance.ridgeFactor, largest: largestError, unit: unit)
        return Quote(
          penalty: SquaredL2().name, fraction: largest > 0 ? ridge.lambdas[l] / largest : 0, lambda: ridge.lambdas[l],
          form: question.forms[c].quotedName, error: error * unit, band: band,
          verdict: QuoteVerdict(ridge: warnings, degrees: ridge.curve.degrees[l]), pilots: nil, backTest: nil, gap: nil,
          spread: nil,
          nonzeroFraction: nil, optimism: ridge.optimism[c] * unit)
      }
    }
  }

  private func refused(_ penalty: any Penalty, _ verdict: QuoteVerdict) -> [Quote] {
    let largest = LambdaGrid.largest(for: penalty, fitted)
    return question.fractions.flatMap { fraction in
      question.forms.map { form in
        Quote(
          penalty: penalty.name, fraction: fraction, lambda: fraction * largest, form: form.quotedName, error: nil,
          band: nil,
          verdict: verdict, pilots: nil, backTest: nil, gap: nil, spread: nil, nonzeroFraction: nil,
          optimism: nil)
      }
    }
  }

  func normQuotes(using stream: RandomStream, observe: @Sendable (Double) -> Void) throws -> [Quote] {
    let anchor = Anchor(scale: scale, forms: question.forms, ridge: ridge.curve, sampleCount: data.sampleCount)
    // A refused quote names its reason and no number.
    if let refusal = warnings.ofNorms.first(where: { $0.color == .refused }) {
      return question.penalties.flatMap { refused($0, QuoteVerdict(refused: refusal.reason)) }
    }
    let subsets = Pilot.rows(of: data.targets, effort: question.effort, using: stream)
    let pilots = try parallelMap(subsets.count) {
      try Pilot(data, rows: subsets[$0], question: question, unit: unit)
    }
    observe(question.effort.progress.pilots)
    let gap =
      question.effort == .full
      ? try SyntheticGap(data, ridge: ridge.curve, question: question, unit: unit, using: stream) : nil
    observe(1)
    let largeSize = pilots[0].size
    return question.penalties.indices.flatMap { p -> [Quote] in
      let estimates = pilots.map { (size: $0.size, errors: anchor.errors(of: $0, penalty: p)) }
      let large = estimates.filter { $0.size == largeSize }.map(\.errors)
      let small = estimates.filter { $0.size != largeSize }.map(\.errors)
      let spread = Anchor.spread(large)
      let (main, back) = (anchor.mean(large), small.isEmpty ? nil : anchor.mean(small))
      let raw = anchor.mean(pilots.filter { $0.size == largeSize }.map { $0.curves[p].errors })
      let largest = LambdaGrid.largest(for: question.penalties[p], fitted)
      let optimism = gap.map { gap in
        question.forms.indices.map { c in
          unit * SelectionOptimism.of(main.map { $0[c] }, gap.errors[p].map { $0[c] })
        }
      }
      return question.fractions.indices.flatMap { f in
        question.forms.indices.map { c in
          let parts = QuoteParts(
            pilots: main[f][c], raw: raw[f][c], backTest: back?[f][c], gap: gap?.errors[p][f][c])
          let error = parts.quote
          let v = variance.norm(
            error, question.forms[c], fraction: question.fractions[f], parts: parts, spread: spread[f][c])
          let band = QuoteVariance.band(
            error, variance: v, factor: QuoteVariance.factor, largest: largestError, unit: unit)
          return Quote(
            penalty: question.penalties[p].name, fraction: question.fractions[f],
            lambda: question.fractions[f] * largest, form: question.forms[c].quotedName, error: error * unit,
            band: band,
            verdict: QuoteVerdict(parts, fraction: question.fractions[f], scale: scale, warnings: warnings),
            pilots: parts.pilots * unit, backTest: parts.backTest.map { $0 * unit }, gap: parts.gap.map { $0 * unit },
            spread: unit * spread[f][c].squareRoot(),
            nonzeroFraction: pilots[0].curves[p].nonzeroFractions[f], optimism: optimism?[c])
        }
      }
    }
  }
}
