/// ξ of the labels: a law of mean 0 and its standard deviation.
public struct LabelNoise: Sendable, Equatable {
  public enum Law: String, Sendable, CaseIterable, Codable {
    case gaussian
    /// On [−√3 σ, √3 σ].
    case uniform
    /// ±σ.
    case rademacher
  }

  public var law: Law
  /// σ ≥ 0, not a variance.
  public var standardDeviation: Double

  public init(_ law: Law = .gaussian, standardDeviation: Double = 0) {
    self.law = law
    self.standardDeviation = standardDeviation
  }

  /// ‖ξ‖_ψ₂ / σ, the least K with E exp(ξ²/K²) ≤ 2, to four digits.
  public var subGaussianFactor: Double {
    switch law {
    case .gaussian: 1.633
    case .uniform: 1.338
    case .rademacher: 1.201
    }
  }
}
