public import Workbench

/// Times of a step, dense and from flips.
public struct StepBenchAnswer: Sendable, Codable, Equatable {
  public struct Row: Sendable, Codable, Equatable {
    /// "relu/n=100,N=500,m=128".
    public let `case`: String
    /// "dense OpenBLAS, one copy", "4 flips".
    public let contender: String
    /// The median of steps.
    @OrNull public var milliseconds: Double?
    /// Between the quartiles.
    @OrNull public var spread: Double?
    @OrNull public var ratioToBest: Double?
    /// Of the dense step.
    @OrNull public var bytesPerSecond: Double?
  }

  public let machine: Machine
  public let rows: [Row]
}
