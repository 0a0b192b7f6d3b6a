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
    let notModeled = theory.notModeled
    let rows = notModeled == nil ? theory.boundedRisks(at: request.iterations) : []
    return TheorySGDAnswer(
      model: .init(
        setting: request.filled(by: theory.model), isStable: theory.isStable(stepSize: theory.model.stepSize),
        largestStableStepSize: theory.largestStableStepSize,
        stationaryRisk: notModeled == nil ? theory.stationaryRisk : nil, boundRefusal: theory.boundRefusal,
        notModeled: notModeled, tailWeight: theory.model.measured?.tailWeight),
      rows: rows.map { TheorySGDAnswer.Row($0.risk, $0.bound) })
  }
}
