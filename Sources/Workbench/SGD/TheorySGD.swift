import Asymptotics
import DataModels

/// Predicts what `SimulateSGD` measures.
public struct TheorySGD: Sendable {
  private let request: SGDModelRequest

  public init(_ request: SGDModelRequest) {
    self.request = request
  }

  /// - Throws: a `Refusal` for unknown names, values out of range, and files that do not hold what they should. A step
  ///   size that diverges is an answer.
  public func callAsFunction() throws -> TheorySGDAnswer {
    let theory = try QuantizedSGDTheory(request.model())
    var setting = request
    setting.dim = theory.model.inputCount
    let rows = theory.boundedRisks(at: request.iterations)
    return TheorySGDAnswer(
      model: .init(
        setting: setting, isStable: theory.isStable(stepSize: theory.model.stepSize),
        largestStableStepSize: theory.largestStableStepSize, stationaryRisk: theory.stationaryRisk,
        boundRefusal: theory.boundRefusal),
      rows: rows.map { TheorySGDAnswer.Row($0.risk, $0.bound) })
  }
}
