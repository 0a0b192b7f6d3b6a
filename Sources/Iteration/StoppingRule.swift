/// When the loop ends.
public struct StoppingRule: Sendable, Equatable {
  /// Converged once the residual is at most this.
  public var tolerance: Double
  public var stepLimit: Int
  /// The residual is asked for after every so many steps.
  public var checkEvery: Int

  /// - Precondition: `checkEvery` ≥ 1, `stepLimit` ≥ 0.
  public init(tolerance: Double, stepLimit: Int, checkEvery: Int = 1) {
    precondition(checkEvery >= 1 && stepLimit >= 0)
    self.tolerance = tolerance
    self.stepLimit = stepLimit
    self.checkEvery = checkEvery
  }
}

/// How an iteration ended.
///
/// Ordered from the best to the worst.
public enum Outcome: String, Sendable, Codable, CaseIterable, Comparable {
  case converged
  case stepLimit = "step-limit"
  case diverged

  public static func < (a: Outcome, b: Outcome) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .converged: 0
    case .stepLimit: 1
    case .diverged: 2
    }
  }

  /// What to try next.
  public var advice: String {
    switch self {
    case .converged: "nothing to do"
    case .stepLimit: "allow more steps, or accept the stated residual"
    case .diverged: "check the data for extreme values, or standardize the features"
    }
  }
}
