import Asymptotics
public import DataModels
import Experiments

/// The plan of `plan sgd`, with what each bit buys.
public struct PlanSGDAnswer: Sendable, Codable, Equatable {
  public struct Row: Sendable, Codable, Equatable {
    public let target: QuantizationTarget
    /// Of an integer, or of the mantissa of a float.
    public let bits: Int
    /// As the flag `--quantize-TARGET` takes it.
    public let format: String
    public let cost: Double
    /// The share by which the risk would rise with one bit less or more for this target alone; null where that diverges or
    /// is not planned.
    @OrNull public var increaseWithOneLess: Double?
    @OrNull public var increaseWithOneMore: Double?
  }

  public struct Plan: Sendable, Codable, Equatable {
    public let bits: Int
    /// ½ E Σ λ (w̄ − w*)² in full precision.
    public let fullPrecisionRisk: Double
    public let risk: Double
    /// risk / fullPrecisionRisk − 1, predicted.
    public let increase: Double
    /// The same in runs on the same samples; null without runs.
    @OrNull public var measuredIncrease: Double?
    @OrNull public var measuredIncreaseStandardError: Double?
    public let trials: Int
    /// The settings that were predicted on the way.
    public let evaluations: Int
  }

  public let request: PlanSGDRequest
  public let plan: Plan
  public let rows: [Row]

  init(_ asked: PlanSGDRequest, _ plan: BitPlan, measured: [Double]?) {
    var request = asked
    request.model = asked.model.filled(by: plan.model)
    self.request = request
    let mean = measured.map { MeanWithError($0) }
    let full = plan.fullPrecisionRisk
    self.plan = Plan(
      bits: plan.bits, fullPrecisionRisk: full, risk: plan.risk, increase: plan.increase,
      measuredIncrease: mean.flatMap { known($0.mean) },
      measuredIncreaseStandardError: mean.flatMap { known($0.standardError) }, trials: measured?.count ?? 0,
      evaluations: plan.evaluations)
    rows = zip(plan.lines, asked.cost).map { line, cost in
      Row(
        target: line.target, bits: line.bits, format: line.format, cost: cost,
        increaseWithOneLess: line.riskWithOneLess.flatMap { known($0 / full - 1) },
        increaseWithOneMore: line.riskWithOneMore.flatMap { known($0 / full - 1) })
    }
  }
}
