import Asymptotics
import DataModels

/// The table of `theory sgd`: the row keys of `simulate sgd`. Null is what is unknown, or no number.
public struct TheorySGDAnswer: Sendable, Codable, Equatable {
  public struct Model: Sendable, Codable, Equatable {
    /// What was asked, with the number of inputs filled in.
    public let setting: SGDModelRequest
    /// Whether the step size, without its decay, keeps the risk bounded.
    public let isStable: Bool
    /// Null where no step size is stable.
    @OrNull public var largestStableStepSize: Double?
    /// The limit of the risk for more steps; null where it is unstable or the step size decays.
    @OrNull public var stationaryRisk: Double?
    /// Why there is no bound; null where there is one.
    @OrNull public var boundRefusal: String?
    /// Why nothing is predicted, and there are no rows; null where there are.
    @OrNull public var notModeled: String?
    /// E (Σ z²)² of the rows over that of Gaussians; null without data.
    @OrNull public var tailWeight: Double?
  }

  /// The parts of the bound.
  public struct BoundTerms: Sendable, Codable, Equatable {
    /// VarErr.
    public let variance: Double
    /// BiasErr.
    public let bias: Double
    /// ApproxErr.
    public let approximation: Double
  }

  public struct Row: Sendable, Codable, Equatable {
    public let iteration: Int
    /// ½ E Σ λ (w_t − w*)².
    @OrNull public var risk: Double?
    /// That of the averaged iterates before t.
    @OrNull public var averagedRisk: Double?
    /// That of the averaged iterates on quantized inputs.
    @OrNull public var deployedRisk: Double?
    /// At least `deployedRisk`.
    @OrNull public var bound: Double?
    @OrNull public var boundTerms: BoundTerms?

    init(_ risk: SGDRisk, _ bound: RiskBound?) {
      iteration = risk.iteration
      self.risk = known(risk.risk)
      averagedRisk = risk.averagedRisk.flatMap(known)
      deployedRisk = risk.deployedRisk.flatMap(known)
      self.bound = bound?.total
      boundTerms = bound.map { BoundTerms(variance: $0.variance, bias: $0.bias, approximation: $0.approximation) }
    }
  }

  public let model: Model
  public let rows: [Row]
}
