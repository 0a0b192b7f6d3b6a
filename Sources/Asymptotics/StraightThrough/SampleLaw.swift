import Activations
public import DataModels
import LinearAlgebra

/// How many samples straight-through training needs: a law fitted to simulations, not derived.
///
///     P(recover) = 1 / (1 + (N₅₀/N)^(k √n)),      N₅₀ = [A nᵖ + B (S − 1)] (1 + a σ/‖v‖),      S = (Σ v)² / ‖v‖²
///
/// | estimate | T | A | p | B | a | k |
/// |---|---|---|---|---|---|---|
/// | ReLU, mean | 1,000 | 0.236 | 1.618 | 0.41 | 11.0 | 0.74 |
/// | ReLU, last (no noise) | 1,000 | 0.177 | 1.704 | 0.40 | – | 0.72 |
/// | identity, mean | 1,000 | 0.259 | 1.503 | 0 | 12 | 0.74 |
/// | identity, last (no noise) | 1,000 | 0.112 | 1.749 | 0 | – | 0.64 |
/// | ReLU, mean (no noise, S = 1) | 10,000 | 0.29 | 1.53 | – | – | 0.69 |
/// | ReLU, last (no noise, S = 1) | 10,000 | 0.27 | 1.54 | – | – | 0.69 |
///
/// The error of P is 0.06 to 0.09 (root mean square over the fitted cells).
///
/// - Source: `Documentation/StraightThrough.md`.
public struct SampleLaw: Sendable, Equatable {
  /// What is to equal the teacher.
  public enum Estimate: String, Sendable, CaseIterable, Codable {
    /// The signs of the mean of sign(w) over the steps.
    case mean
    /// The signs after the last step.
    case last
  }

  /// N₅₀.
  public let half: Double
  /// k √n.
  public let steepness: Double
  /// Where the setting leaves the range of the fit; empty within.
  public let doubts: [String]

  /// Nil where nothing was fitted: other surrogates, the last iterate under noise, inputs that are not Gaussian.
  public init?(_ setting: StraightThroughSetting, _ estimate: Estimate) {
    let sigma = setting.labelNoise.standardDeviation
    guard setting.inputs.isStandardGaussian, setting.batchSize == nil, estimate == .mean || sigma == 0 else {
      return nil
    }
    let isLong = setting.steps > 3000 && setting.surrogate.name == "relu"
    let fit: (a: Double, p: Double, b: Double, noise: Double, k: Double)
    switch (setting.surrogate.name, estimate, isLong) {
    case ("relu", .mean, false): fit = (0.236, 1.618, 0.41, 11, 0.74)
    case ("relu", .last, false): fit = (0.177, 1.704, 0.40, 0, 0.72)
    case ("relu", .mean, true): fit = (0.29, 1.53, 0.41, 11, 0.69)
    case ("relu", .last, true): fit = (0.27, 1.54, 0.40, 0, 0.69)
    case ("identity", .mean, _): fit = (0.259, 1.503, 0, 12, 0.74)
    case ("identity", .last, _): fit = (0.112, 1.749, 0, 0, 0.64)
    default: return nil
    }
    let (n, m) = (Double(setting.weightCount), Double(setting.hiddenCount))
    // Of random v the mean of S is 1.
    let imbalance = setting.outputWeights == .ones ? m : 1
    let ratio = sigma / m.squareRoot()
    half = (fit.a * power(n, fit.p) + fit.b * (imbalance - 1)) * (1 + fit.noise * ratio)
    steepness = fit.k * n.squareRoot()
    doubts = Self.doubts(setting, ratio, isLong)
  }

  private static func doubts(_ setting: StraightThroughSetting, _ ratio: Double, _ isLong: Bool) -> [String] {
    var doubts: [String] = []
    if !(8...144).contains(setting.weightCount) { doubts.append("fitted for 8 to 144 weights") }
    if !(16...128).contains(setting.hiddenCount) { doubts.append("fitted for 16 to 128 hidden units") }
    if ratio > 0.7 { doubts.append("fitted for label noise up to 0.7 ‖v‖") }
    if setting.steps < 300 || setting.steps > (isLong ? 30_000 : 3000) {
      doubts.append("fitted at 1,000 steps, for relu also at 10,000")
    }
    if isLong, ratio > 0 || setting.outputWeights == .ones {
      doubts.append("at 10,000 steps fitted without noise and for balanced output weights")
    }
    if !(0.1...10).contains(setting.stepSize) { doubts.append("fitted for step sizes from 0.1 to 10") }
    if setting.rule != .plain { doubts.append("fitted without a bound on latent weights") }
    if setting.start == .zero { doubts.append("fitted for a Gaussian start") }
    return doubts
  }

  /// P at N samples.
  public func recovery(samples: Int) -> Double { 1 / (1 + power(half / Double(samples), steepness)) }

  /// N_p = N₅₀ (p / (1 − p))^{1/(k √n)}, for a p between 0 and 1.
  public func samples(probability p: Double) -> Double { half * power(p / (1 - p), 1 / steepness) }
}
