/// What `bench sgd` measures.
public struct SGDBenchRequest: Sendable, Codable, Equatable {
  /// step, batch, recursion, tiny.
  public var cases = ["step", "batch", "recursion"]
  /// "signbit" and rivals by name; nil is everyone.
  public var contenders: [String]?
  /// Timed runs after the first.
  public var repeats = 9
  /// Seconds for each contender on each case, all its runs together.
  public var timeLimit = 10.0

  public init() {}
}
