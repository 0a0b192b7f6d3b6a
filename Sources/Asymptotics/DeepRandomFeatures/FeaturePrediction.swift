import DataModels
import Messages

/// What theory says of one fit: its errors, its weights, and what it needs to be asked about other last layers.
///
/// Variances and errors are of the parts that fluctuate: what a constant feature can do is done exactly.
public struct FeaturePrediction: Sendable {
  public let samples: Int
  public let lambda: Double
  /// The mean squared error against labels without noise; it contains what no linear function of the input explains.
  public let testMSE: Double
  /// Against noisy labels: `testMSE` plus the variance of the noise.
  public let totalMSE: Double
  /// The mean squared residual of the training samples.
  public let trainMSE: Double
  /// ‖â‖².
  public let squaredNorm: Double
  /// Tr Σ_L²(Σ_L + κ_L)⁻²/n, below 1; near 1 the error explodes.
  public let gamma: Double
  /// κ₀ … κ_L.
  public let kappa: [Double]
  /// D₀ … D_L, D_l = Tr Σ_l(Σ_l + κ_l)⁻¹.
  public let degreesOfFreedom: [Double]
  /// E y² without noise.
  public let targetVariance: Double
  /// u = E[y f].
  public let targetCovariance: Double
  /// Why to trust the numbers less; see `FeatureFlags`.
  public let flags: [String]

  /// w = E f².
  public var outputVariance: Double { testMSE - targetVariance + 2 * targetCovariance }

  let noiseVariance: Double
  /// d_L and s² of the last layer.
  let width: Double
  let featureVariance: Double
  /// Tr(P Σ_L)/(d_L − n), P the projection on the directions that the samples leave free; nil where there are none.
  let freeVariance: Double?

  init(_ theory: FeatureTheory, samples: Int, effective n: Double, lambda: Double, points: [ChainPoint]) throws {
    let last = points[points.count - 1]
    let layer = theory.chain.layers[theory.chain.layers.count - 1]
    let target = theory.teacher(points)
    let noise = theory.model.noiseVariance
    // d/dκ_L.
    let degreesSlope = last.degreesSlope / last.kappaSlope
    let restSlope = target.restSlope / last.kappaSlope
    let gamma = (last.degrees + last.kappa * degreesSlope) / n
    guard gamma < 1, gamma.isFinite else {
      throw Refusal.usage(
        "at n = \(samples), λ = \(NumberText.short(lambda)) the predicted error is infinite: the interpolation peak; choose another n or a larger λ"
      )
    }
    let total = (target.rest - last.kappa * restSlope + target.unlearnable + noise) / (1 - gamma)
    let unused = 1 - last.degrees / n
    let isInterpolating = lambda == 0 && n < layer.width
    self.samples = samples
    self.lambda = lambda
    testMSE = total - noise
    totalMSE = total
    // An interpolating fit leaves nothing; what the root leaves is rounding.
    trainMSE = isInterpolating ? 0 : unused * unused * total
    squaredNorm = restSlope - total / n * degreesSlope
    self.gamma = gamma
    kappa = points.map(\.kappa)
    degreesOfFreedom = points.map(\.degrees)
    targetVariance = target.variance + target.unlearnable
    targetCovariance = target.variance - target.rest
    noiseVariance = noise
    width = layer.width
    featureVariance = layer.variance
    let ratio = n / layer.width
    freeVariance =
      isInterpolating ? -last.kappa * last.kappa * degreesSlope / (layer.width * (1 - gamma) * (1 - ratio)) : nil
    flags = FeatureFlags.flags(theory.model, gamma: gamma)
  }
}
