import Asymptotics
import DataModels
import LinearAlgebra
import Messages
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
    let theory = try theory(of: model)
    let predicted = theory?.notModeled == nil ? theory?.risks(at: request.model.iterations) : nil
    // Of rows that question takes a factorization for all pairs of inputs.
    let isUnstable =
      model.measured == nil && model.stepDecay == .none && theory?.isStable(stepSize: model.stepSize) == false
    return SimulateSGDAnswer(
      model: .init(
        setting: request.model.filled(by: model), seed: request.seed,
        remarks: isUnstable ? [Self.remark(theory?.largestStableStepSize, model.stepSize)] : []),
      rows: rows.indices.map { SimulateSGDAnswer.Row(rows[$0], predicted: predicted?[$0]) })
  }

  /// Nil where a prediction takes longer than a moment.
  private func theory(of model: QuantizedRegression) throws -> QuantizedSGDTheory? {
    let perUpdate = model.measured == nil ? model.inputCount : model.inputCount * model.inputCount
    return perUpdate * model.steps <= 200_000_000 ? try QuantizedSGDTheory(model) : nil
  }

  private static func remark(_ largest: Double?, _ stepSize: Double) -> String {
    let bound = largest.map { "the largest stable one is \(NumberText.short($0))" } ?? "none is stable"
    return
      "at step size \(NumberText.short(stepSize)) the mean risk grows without bound (\(bound)); rare runs carry it, and few "
      + "trials miss them"
  }
}
