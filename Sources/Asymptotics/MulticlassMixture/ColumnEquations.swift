import DataModels
import LinearAlgebra

/// The equations of one column of weights in one group of features, given its shrinkage.
///
///     g = 1 − D s,   κ = d s / (n σ²),   b = (1 + κ C N)⁻¹ y
///     S = (N b)ᵀ C (N b) + σ² Σⱼ nⱼ (vⱼ + bⱼ²),   T = 2 g √(S / (1 − D E[η²]))
///
/// with D = d/n, yⱼ the share of class j that has the label of this column, and vⱼ = yⱼ (1 − yⱼ). Features may have
/// a scale of their means τ: then C becomes τ² C.
///
/// - Source: derivation in Documentation/MixtureTheory.md, at finite strength of the means.
public struct ColumnEquations: Sendable {
  /// Which terms are kept.
  enum Order: Sendable {
    /// All of them.
    case exact
    /// Those of first order in D s, as the paper has them for large λ: 1 − D s and 1 − D E[η²] become 1, and residuals
    /// shrink by 1/(1 + D s) once more.
    case first
  }

  /// d.
  let features: Double
  /// n σ².
  let noise: Double
  /// D in the equations between level and λ: d/n, and 0 to first order.
  let feedback: Double
  private let order: Order
  private let aspect: Double
  private let sigmaSquared: Double
  private let scaleSquared: Double
  private let response: MeanResponse
  private let target: [Double]
  /// Σⱼ nⱼ vⱼ.
  private let labelVariance: Double

  init(
    group: FeatureGroup, samples n: Double, response: MeanResponse, target: [Double], labelVariance: Double,
    order: Order = .exact
  ) {
    features = Double(group.count)
    aspect = features / n
    feedback = order == .exact ? aspect : 0
    sigmaSquared = group.sigma * group.sigma
    noise = n * sigmaSquared
    scaleSquared = group.meanScale * group.meanScale
    self.order = order
    self.response = response
    self.target = target
    self.labelVariance = labelVariance
  }

  /// κ = d s τ²/(n σ²).
  func kappa(_ shrinkage: Shrinkage) -> Double { features * shrinkage.slope * scaleSquared / noise }

  /// 1 − D s.
  func residualFactor(_ shrinkage: Shrinkage) -> Double { max(1 - feedback * shrinkage.slope, 1e-14) }

  /// 1/(1 + D s) to first order, else 1: the further shrinking of residuals.
  func damping(_ shrinkage: Shrinkage) -> Double { order == .first ? 1 / (1 + aspect * shrinkage.slope) : 1 }

  /// The residual class means in the basis of the response.
  func residual(_ shrinkage: Shrinkage) -> MeanResponse.Residual {
    response.residual(target, kappa: kappa(shrinkage) * damping(shrinkage))
  }

  /// (S_t, q_t), the two parts of the strength of the field: t² = τ² S_t + σ² q_t, T = 2 g t.
  func strengths(_ shrinkage: Shrinkage) -> FieldStrengths {
    let rest = residual(shrinkage)
    let gain = feedback * shrinkage.squareMean
    let square = damping(shrinkage) * damping(shrinkage)
    let own = square * (labelVariance + rest.square)
    return FieldStrengths(
      signal: square * rest.signal,
      noise: (own + rest.signal * gain * scaleSquared / sigmaSquared) / max(1 - gain, 1e-14))
  }

  /// T.
  func fieldDeviation(_ shrinkage: Shrinkage) -> Double {
    let t = strengths(shrinkage)
    return 2 * residualFactor(shrinkage) * (scaleSquared * t.signal + sigmaSquared * t.noise).squareRoot()
  }
}

/// log(a / b).
func logarithmOfRatio(_ a: Double, _ b: Double) -> Double { logarithm(a) - logarithm(b) }
