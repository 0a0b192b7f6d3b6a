/// Everything that `signbit simulate ste` can be asked.
public struct SimulateSTERequest: Sendable, Codable, Equatable {
  public var model = STEModelRequest()
  /// Independent runs, each with its own data and teacher.
  public var trials = 100
  public var seed: UInt64 = 1

  public init() {}
}
