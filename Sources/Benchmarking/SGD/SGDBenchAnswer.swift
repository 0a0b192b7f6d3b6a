public import Workbench

/// Times of every contender for one update of low-precision SGD.
public struct SGDBenchAnswer: Sendable, Codable, Equatable {
  public struct Row: Sendable, Codable, Equatable {
    public let `case`: String
    public let contender: String
    /// Of one update: the median of the runs after the first.
    @OrNull public var milliseconds: Double?
    /// Between the quartiles of those runs.
    @OrNull public var spread: Double?
    /// Milliseconds over those of the fastest.
    @OrNull public var ratioToBest: Double?
    /// Of the benches that move bytes; null here.
    @OrNull public var bytesPerSecond: Double?
    /// Of the first run.
    @OrNull public var coldMilliseconds: Double?
    /// "measured", "no answer in 10 s", "failed: …".
    public let status: String
    /// Updates in one run.
    public let updates: Int
  }

  public let machine: Machine
  public var rows: [Row]
  /// What is missing, one line each.
  public let remarks: [String]
}
