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
    var setting = request.model
    setting.dim = model.inputCount
    return SimulateSGDAnswer(
      model: .init(setting: setting, seed: request.seed), rows: rows.map { SimulateSGDAnswer.Row($0) })
  }
}
