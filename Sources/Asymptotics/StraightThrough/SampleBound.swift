public import DataModels
import LinearAlgebra

/// The samples that suffice by the theorem of the paper, for constants that the user supplies: a bound, not a prediction.
///
///     N = ( (C′ ‖v‖₁² + C″ K ‖v‖₁) n / ‖v‖² )²,      K = ‖ξ‖_ψ₂
///
/// The theorem does not say C′ and C″. What simulations imply is not constant: C′ is 0.0017 to 0.013 over n from 8 to 100
/// and m from 16 to 128, because the m² of the bound is not seen where v is balanced.
///
/// - Source: arXiv 2505.18113, theorem 1.
public struct SampleBound: Sendable, Equatable {
  /// C′.
  public var data: Double
  /// C″.
  public var noise: Double

  public init(data: Double, noise: Double) { (self.data, self.noise) = (data, noise) }

  /// N, for output weights ±1.
  public func samples(_ setting: StraightThroughSetting) -> Double {
    let (n, m) = (Double(setting.weightCount), Double(setting.hiddenCount))
    let k = setting.labelNoise.standardDeviation * setting.labelNoise.subGaussianFactor
    let root = (data * m * m + noise * k * m) * n / m
    return root * root
  }
}
