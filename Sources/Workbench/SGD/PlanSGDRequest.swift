import Asymptotics

/// Everything that `signbit plan sgd` can be asked.
public struct PlanSGDRequest: Sendable, Codable, Equatable {
  public var model = SGDModelRequest()
  /// The share by which the risk of the averaged weights may rise.
  public var tolerance = 0.1
  /// "integer" or "float".
  public var kind = BitKind.integer.rawValue
  /// Of a bit of data, label, parameter, activation and gradient.
  public var cost: [Double] = [1, 1, 1, 1, 1]
  /// Runs that confirm the plan; 0 leaves that out.
  public var trials = 400
  public var seed: UInt64 = 1

  public init() {}
}
