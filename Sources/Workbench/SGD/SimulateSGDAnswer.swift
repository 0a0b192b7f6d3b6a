import Asymptotics
import Experiments
import QuantizedTraining

/// The table of `simulate sgd`, with the row keys of `theory sgd`; null is what a simulation does not measure, and a mean
/// that is no number because runs diverged.
public struct SimulateSGDAnswer: Sendable, Codable, Equatable {
  public struct Model: Sendable, Codable, Equatable {
    /// What was asked, with the number of inputs filled in.
    public let setting: SGDModelRequest
    public let seed: UInt64
    /// What a reader of means should know.
    public let remarks: [String]
  }

  public struct Row: Sendable, Codable, Equatable {
    public let iteration: Int
    @OrNull public var risk: Double?
    @OrNull public var riskStandardError: Double?
    @OrNull public var averagedRisk: Double?
    @OrNull public var averagedRiskStandardError: Double?
    @OrNull public var deployedRisk: Double?
    @OrNull public var deployedRiskStandardError: Double?
    /// What `theory sgd` says; null where it is not modeled.
    @OrNull public var predictedRisk: Double?
    @OrNull public var predictedAveragedRisk: Double?
    @OrNull public var predictedDeployedRisk: Double?
    @OrNull public var bound: Double?
    @OrNull public var boundTerms: TheorySGDAnswer.BoundTerms?
    public let trials: Int

    init(_ row: QuantizedSGDSimulation.Row, predicted: SGDRisk?) {
      iteration = row.iteration
      let risk = MeanWithError(row.risks)
      self.risk = known(risk.mean)
      riskStandardError = known(risk.standardError)
      let averaged = row.averagedRisks.isEmpty ? nil : MeanWithError(row.averagedRisks)
      averagedRisk = averaged.flatMap { known($0.mean) }
      averagedRiskStandardError = averaged.flatMap { known($0.standardError) }
      let deployed = row.deployedRisks.isEmpty ? nil : MeanWithError(row.deployedRisks)
      deployedRisk = deployed.flatMap { known($0.mean) }
      deployedRiskStandardError = deployed.flatMap { known($0.standardError) }
      predictedRisk = predicted.flatMap { known($0.risk) }
      predictedAveragedRisk = predicted?.averagedRisk.flatMap(known)
      predictedDeployedRisk = predicted?.deployedRisk.flatMap(known)
      bound = nil
      boundTerms = nil
      trials = row.risks.count
    }
  }

  public let model: Model
  public let rows: [Row]
}
