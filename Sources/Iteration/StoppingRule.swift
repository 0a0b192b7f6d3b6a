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
public enum Outcome: String, Sendable, Codable, CaseIterable {
  case converged
  case stepLimit = "step-limit"
  case diverged

  /// What to try next.
  public var advice: String {
    switch self {
    case .converged: "nothing to do"
    case .stepLimit: "allow more steps, or accept the stated residual"
    case .diverged: "check the data for extreme values, or standardize the features"
    }
  }
}
