/// How a simulation descends, where it does not solve directly.
public struct DescentSettings: Sendable, Equatable {
  /// Rows of a batch; nil: 32, or all with λ > 0.
  public var batchSize: Int?
  /// η; nil: automatic.
  public var stepSize: Double?
  /// The most passes over the rows.
  public var passes: Int
  /// Of the residual.
  public var tolerance: Double

  public init(batchSize: Int? = nil, stepSize: Double? = nil, passes: Int = 20_000, tolerance: Double = 1e-6) {
    self.batchSize = batchSize
    self.stepSize = stepSize
    self.passes = passes
    self.tolerance = tolerance
  }
}
