import Asymptotics
import DataModels
import LinearAlgebra
import QuantizedTraining

/// Runs low-precision SGD and measures what `TheorySGD` predicts.
public struct SimulateSGD: Sendable {
  private let request: SimulateSGDRequest
  private let observer: ProgressObserver

  public init(_ request: SimulateSGDRequest, observer: @escaping ProgressObserver = { _ in }) {
    self.request = request
    self.observer = observer
  }

  /// - Throws: a `Refusal` for unknown names, values out of range, and files that do not hold what they should.
  public func callAsFunction() throws -> SimulateSGDAnswer {
    let model = try request.model.model()
    let simulation = try QuantizedSGDSimulation(model, trials: request.trials)
    let counter = ProgressCounter("simulating", total: request.trials, observer)
    let rows = try simulation(at: request.model.iterations, using: RandomStream(seed: request.seed)) {
      counter.advance()
    }
    let predicted = try prediction(of: model)
    return SimulateSGDAnswer(
      model: .init(setting: request.model.filled(by: model), seed: request.seed),
      rows: rows.indices.map { SimulateSGDAnswer.Row(rows[$0], predicted: predicted?[$0]) })
  }

  /// Nil where nothing is predicted, or where that takes longer than a moment.
  private func prediction(of model: QuantizedRegression) throws -> [SGDRisk]? {
    let perUpdate = model.measured == nil ? model.inputCount : model.inputCount * model.inputCount
    guard perUpdate * model.steps <= 200_000_000 else { return nil }
    let theory = try QuantizedSGDTheory(model)
    return theory.notModeled == nil ? theory.risks(at: request.model.iterations) : nil
  }
}
