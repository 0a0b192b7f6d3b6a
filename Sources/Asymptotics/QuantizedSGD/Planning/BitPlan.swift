public import DataModels

/// Bits for each target of SGD, and what the exact risk says of them.
public struct BitPlan: Sendable {
  /// The price of one target's bits.
  public struct Line: Sendable {
    public let target: QuantizationTarget
    public let bits: Int
    /// The format by its name, rounded stochastically.
    public let format: String
    /// What the risk of the plan would be with one bit less and one more for this target; nil beyond what is planned,
    /// and where one bit less diverges or is not modeled.
    public let riskWithOneLess: Double?
    public let riskWithOneMore: Double?
  }

  public let kind: BitKind
  /// The model with the plan's formats.
  public let model: QuantizedRegression
  /// E R(w̄) in full precision.
  public let fullPrecisionRisk: Double
  /// E R(w̄) of the plan, at most (1 + tolerance) of that.
  public let risk: Double
  public let lines: [Line]
  /// How many settings were predicted.
  public let evaluations: Int

  /// The sum of bits.
  public var bits: Int { lines.reduce(0) { $0 + $1.bits } }
  /// risk / fullPrecisionRisk − 1.
  public var increase: Double { risk / fullPrecisionRisk - 1 }
}
