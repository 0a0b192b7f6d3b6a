import Asymptotics
import ConvexFunctions
import DataModels
import Experiments
import Iteration
import LinearAlgebra
import Messages

/// Measures what `TheoryMixture` predicts.
public struct SimulateMixture: Sendable {
  private let request: SimulateMixtureRequest
  private let observer: ProgressObserver

  public init(_ request: SimulateMixtureRequest, observer: @escaping ProgressObserver = { _ in }) {
    self.request = request
    self.observer = observer
  }

  /// - Throws: a `Refusal` for unknown names, values out of range, and files that do not hold what they should.
  public func callAsFunction() throws -> MixtureAnswer {
    guard request.trials >= 1, request.trials <= 1_000_000 else {
      throw Refusal.usage("--trials must lie between 1 and 1,000,000; found \(request.trials)")
    }
    let model = request.model
    let formats = try model.mixtureFormats()
    let simulation = MixtureSimulation(
      try model.setting(), penalties: try model.penalties.map { try Catalogs.penalty($0) }, lambdas: model.lambdas,
      formats: formats, trials: request.trials)
    let counter = ProgressCounter("simulating", total: request.trials, observer)
    let rows = try simulation(using: RandomStream(seed: model.seed)) { counter.advance() }
    return MixtureAnswer(
      model: .init(model, simulation.setting),
      rows: rows.map { MixtureAnswer.Row($0, formats: formats.map(\.name), trials: request.trials) })
  }
}

extension MixtureAnswer.Row {
  init(_ row: MixtureSimulation.Row, formats names: [String], trials: Int) {
    let pairs = zip(names, row.formatErrors)
    self.init(
      penalty: row.penalty,
      lambda: row.lambda,
      testError: row.testError.mean,
      testErrorStandardError: known(row.testError.standardError),
      oneBitTestError: row.oneBitTestError.mean,
      oneBitTestErrorStandardError: known(row.oneBitTestError.standardError),
      formats: Dictionary(pairs.map { ($0, $1.mean) }) { first, _ in first },
      formatsStandardError: Dictionary(pairs.map { ($0, known($1.standardError)) }) { first, _ in first },
      nonzeroFraction: row.nonzeroFraction.mean,
      nonzeroFractionStandardError: known(row.nonzeroFraction.standardError),
      boundaryFraction: row.boundaryFraction.mean,
      boundaryFractionStandardError: known(row.boundaryFraction.standardError),
      trainingLoss: row.trainingLoss.mean,
      trainingLossStandardError: known(row.trainingLoss.standardError),
      method: "simulation",
      trials: trials,
      relativeGap: row.largestGap,
      status: row.status.rawValue)
  }
}
