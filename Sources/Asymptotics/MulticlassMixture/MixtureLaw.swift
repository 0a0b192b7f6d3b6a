/// Which equations answer.
public enum MixtureLaw: String, Sendable, Codable, CaseIterable {
  /// `exact`, or `monteCarlo` where few weights are active or ℓ∞ is about to collapse.
  case auto
  /// The limit of many features and samples, at any λ.
  case exact
  /// The theorems of the paper, corrected: first order for large λ.
  case largeLambda = "large-lambda"
  /// Draws of the reduced problem: as exact, and with the fluctuations of few active weights.
  case monteCarlo = "monte-carlo"
}
