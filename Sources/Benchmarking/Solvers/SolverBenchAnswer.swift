public import Workbench

/// Times of every contender on every problem.
public struct SolverBenchAnswer: Sendable, Codable, Equatable {
  public struct Row: Sendable, Codable, Equatable {
    /// Data, penalty and share of λ_max: "small/l1/0.01".
    public let `case`: String
    public let contender: String
    /// The median of the calls after the first, each from X and Y to W.
    @OrNull public var milliseconds: Double?
    /// Between the quartiles of those calls.
    @OrNull public var spread: Double?
    /// Milliseconds over those of the fastest that solved the problem.
    @OrNull public var ratioToBest: Double?
    /// Of the benches that move bytes; null here.
    @OrNull public var bytesPerSecond: Double?
    /// The first call.
    @OrNull public var coldMilliseconds: Double?
    /// With the factorization of X kept from an earlier call, where a contender can.
    @OrNull public var preparedMilliseconds: Double?
    /// (objective − the best of all contenders) / the best, the largest along a path; computed here from W.
    @OrNull public var objectiveExcess: Double?
    /// "solved", "not solved to 1e-6", "no answer in 10 s", "failed: …".
    public var status: String
    public let settings: String

    /// Whether the answer is as good as the others'.
    public var isSolved: Bool { status == Self.solved }
    static let solved = "solved"
  }

  public let machine: Machine
  public let rows: [Row]
  /// What is missing, one line each.
  public let remarks: [String]
}
