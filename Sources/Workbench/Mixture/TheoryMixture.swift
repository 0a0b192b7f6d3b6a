import Asymptotics
import ConvexFunctions
import LinearAlgebra
import Messages

/// Predicts what `SimulateMixture` measures.
public struct TheoryMixture: Sendable {
  private let request: TheoryMixtureRequest
  private let observer: ProgressObserver

  public init(_ request: TheoryMixtureRequest, observer: @escaping ProgressObserver = { _ in }) {
    self.request = request
    self.observer = observer
  }

  /// - Throws: a `Refusal` for unknown names, values out of range, and files that do not hold what they should.
  public func callAsFunction() throws -> MixtureAnswer {
    guard let law = MixtureLaw(rawValue: request.law) else {
      let known = MixtureLaw.allCases.map(\.rawValue)
      throw Refusal.usage(
        "there is no law \"\(request.law)\"; \(Suggestion.question(for: request.law, among: known))")
    }
    guard (2...100_000).contains(request.draws) else {
      throw Refusal.usage("--draws must lie between 2 and 100,000; found \(request.draws)")
    }
    let penalties = try request.model.penalties.map { try Catalogs.penalty($0) }
    let formats = try request.model.mixtureFormats()
    let theory = try MixtureTheory(request.model.setting(), formats: formats)
    let lambdas = request.model.lambdas.sorted()
    let points = penalties.flatMap { penalty in lambdas.map { (penalty, $0) } }
    let counter = ProgressCounter("predicting", total: points.count, observer)
    let stream = RandomStream(seed: request.model.seed)
    let rows = try parallelMap(points.count) { index in
      let row = try theory.row(
        points[index].0, lambda: points[index].1, law: law, draws: request.draws, using: stream)
      counter.advance()
      return MixtureAnswer.Row(row, formats: formats.map(\.name))
    }
    var collapse: [String: Double] = [:]
    for penalty in penalties { collapse[penalty.name] = try theory.collapse(of: penalty) }
    return MixtureAnswer(
      model: .init(request.model, theory.setting, law: law.rawValue, collapseLambda: collapse), rows: rows)
  }
}

extension MixtureAnswer.Row {
  init(_ row: MixtureTheory.Row, formats names: [String]) {
    let pairs = zip(names, row.formatErrors)
    self.init(
      penalty: row.penalty,
      lambda: row.lambda,
      testError: row.testError.mean,
      testErrorStandardError: row.testError.standardError,
      oneBitTestError: row.oneBitTestError?.mean,
      oneBitTestErrorStandardError: row.oneBitTestError?.standardError,
      formats: Dictionary(pairs.map { ($0, $1?.mean) }) { first, _ in first },
      formatsStandardError: Dictionary(pairs.map { ($0, $1?.standardError) }) { first, _ in first },
      nonzeroFraction: row.nonzeroFraction.mean,
      nonzeroFractionStandardError: row.nonzeroFraction.standardError,
      boundaryFraction: row.boundaryFraction.mean,
      boundaryFractionStandardError: row.boundaryFraction.standardError,
      trainingLoss: row.trainingLoss?.mean,
      trainingLossStandardError: row.trainingLoss?.standardError,
      method: row.method.rawValue)
  }
}
