/// Everything that `signbit simulate sgd` can be asked.
public struct SimulateSGDRequest: Sendable, Codable, Equatable {
  public var model = SGDModelRequest()
  /// Independent runs.
  public var trials = 100
  public var seed: UInt64 = 1

  public init() {}
}
