import DataModels
import LinearAlgebra

/// The fixed point of a column whose features come in several groups.
///
///     t_g² = τ_g² S + σ_g² q,   T_g = 2 g t_g,   A_g = 2 n σ_g² g,   g = 1 − Σ D_g s_g
///     S ← (N b)ᵀ C (N b),   q ← (Σⱼ nⱼ (vⱼ + bⱼ²) + S Σ D_g E_g τ_g²/σ_g²) / (1 − Σ D_g E_g)
///
/// with E_g = E[η_g²] and K = (Σ D_g s_g τ_g²/σ_g²) C N.
///
/// - Source: derivation in Documentation/MixtureTheory.md.
struct GroupedColumn: Prediction {
  let penalty: any ShrinkagePenalty
  let lambda: Double
  let groups: [FeatureGroup]
  let samples: Double
  let response: MeanResponse
  let target: [Double]
  let labelVariance: Double

  var start: FieldStrengths {
    let whole = response.residual(target, kappa: 0)
    return FieldStrengths(signal: 0.1 * whole.signal, noise: labelVariance + 1e-3 * samples)
  }

  /// g and the shrinkages at given strengths: zeros and g = 1 where the solution vanishes.
  func shrinkages(_ strengths: FieldStrengths) throws -> (g: Double, all: [Shrinkage]) {
    let t = groups.map {
      ($0.meanScale * $0.meanScale * strengths.signal + $0.sigma * $0.sigma * strengths.noise).squareRoot()
    }
    guard let found = try penalty.shrinkages(lambda: lambda, groups: groups, samples: samples, strengths: t) else {
      return (1, groups.map { _ in .zero })
    }
    return (found.g, found.shrinkages)
  }

  /// Σ D_g s_g τ_g²/σ_g².
  func kappa(_ shrinkages: [Shrinkage]) -> Double {
    var sum = 0.0
    for (group, shrinkage) in zip(groups, shrinkages) {
      sum +=
        Double(group.count) / samples * shrinkage.slope * group.meanScale * group.meanScale
        / (group.sigma * group.sigma)
    }
    return sum
  }

  func update(_ parameters: FieldStrengths) throws -> FieldStrengths {
    let all = try shrinkages(parameters).all
    let rest = response.residual(target, kappa: kappa(all))
    var (gain, signalGain) = (0.0, 0.0)
    for (group, shrinkage) in zip(groups, all) {
      let own = Double(group.count) / samples * shrinkage.squareMean
      gain += own
      signalGain += own * group.meanScale * group.meanScale / (group.sigma * group.sigma)
    }
    return FieldStrengths(
      signal: rest.signal,
      noise: (labelVariance + rest.square + rest.signal * signalGain) / max(1 - gain, 1e-14))
  }
}
