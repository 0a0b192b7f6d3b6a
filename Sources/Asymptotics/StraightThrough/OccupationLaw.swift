import Activations
public import DataModels
import LinearAlgebra

/// The share of time that training under noisy labels spends at the teacher's weights, and so the chance that its last
/// iterate is right.
///
///     share = exp(−F),   F = σ n^{3/2} / (‖v‖ √(2N))  for ReLU,   σ n^{3/2} / (2 ‖v‖ √N)  for identity
///
/// Each coordinate is wrong for a fraction max(0, s*ⱼ gⱼ(w*)) / s₀ of the time, because its mean drift is 0. First order:
/// where N is not far above `SampleLaw`'s half it says up to 0.25 too much.
///
/// - Source: `Documentation/StraightThrough.md`.
public struct OccupationLaw: Sendable, Equatable {
  /// F √N.
  public let strength: Double

  /// Nil without noise, where the teacher absorbs, and for surrogates other than identity and ReLU.
  public init?(_ setting: StraightThroughSetting) {
    let sigma = setting.labelNoise.standardDeviation
    guard sigma > 0, setting.inputs.isStandardGaussian else { return nil }
    let n = Double(setting.weightCount)
    let scale = sigma * n * n.squareRoot() / Double(setting.hiddenCount).squareRoot()
    switch setting.surrogate.name {
    case "relu": strength = scale / 2.0.squareRoot()
    case "identity": strength = scale / 2
    default: return nil
    }
  }

  /// The share of time at N samples.
  public func share(samples: Int) -> Double { exponential(-strength / Double(samples).squareRoot()) }

  /// The N at which the share is that, from 0 to 1.
  public func samples(share: Double) -> Double {
    let f = -logarithm(share)
    return strength * strength / (f * f)
  }
}
