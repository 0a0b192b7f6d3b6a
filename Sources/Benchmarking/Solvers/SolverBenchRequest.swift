/// What `bench solvers` measures.
public struct SolverBenchRequest: Sendable, Codable, Equatable {
  /// small, big, digits, mnist, path, tiny.
  public var cases = ["small", "digits", "path"]
  public var penalties = ["l2", "l1", "linf"]
  /// λ as shares of λ_max (ridge: of the largest eigenvalue of XᵀX), except in `path`.
  public var fractions = [0.01]
  /// "signbit" and rivals by name; nil is everyone.
  public var contenders: [String]?
  /// Timed calls after the first.
  public var repeats = 5
  /// Seconds for each contender on each problem, all its calls together.
  public var timeLimit = 10.0

  public init() {}
}
