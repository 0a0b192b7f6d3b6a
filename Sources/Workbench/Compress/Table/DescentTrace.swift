/// How mirror descent came to the ridge last layer of one map.
public struct DescentTrace: Sendable, Codable, Equatable {
  /// "conv 1024".
  public let model: String
  public let lambda: Double
  /// The descent ended once it was surely this near to ridge regression, relative to its weights.
  public let tolerance: Double
  /// What the rows of the table hold.
  public let taken: Point
  /// Other step sizes, all after the same number of passes, ascending.
  public let compared: [Point]

  public struct Point: Sendable, Codable, Equatable {
    /// η; 1 solves the equation of a row by each update, 2 is no longer stable.
    public let stepSize: Double
    /// η λ with λ in units of the mean squared length of a row: the slowest part falls by about exp(−η λ) each pass.
    public let stepSizeTimesLambda: Double
    public let passes: Int
    /// ‖W − W*‖/‖W*‖ from the weights W* of the direct solver; null where it diverged.
    @OrNull public var distance: Double?
    /// What the residual alone says of that distance.
    @OrNull public var distanceBound: Double?
    /// In 32 bits; null where it diverged.
    @OrNull public var testError: Double?
    /// "converged", "step-limit" (all that are compared after so many passes) or "diverged".
    public let status: String
  }
}
