import Activations
public import DataModels
import Messages

/// Regression on deep random features, predicted from the model alone, for n, d₀, …, d_L → ∞ in fixed ratios.
///
/// The law of the hidden weights does not enter: one-bit and Gaussian ones have the same limit. Layer constants are
/// found once; a prediction then costs well under a millisecond for inputs of equal variance.
///
/// - Source: the model of arXiv 2510.16250; the equations are those of `Documentation/FeatureTheory.md`.
public struct FeatureTheory: Sendable {
  public let model: FeatureRegression
  let chain: FeatureChain

  /// - Throws: a `Refusal` of kind `usage` for an activation without a linear part.
  public init(_ model: FeatureRegression) throws {
    let coefficients: [Double]? =
      switch model.teacher {
      case .layer: nil
      case .linear(let beta), .general(let beta, _): beta
      }
    let spectrum = GroupedSpectrum(model.spectrum, coefficients: coefficients)
    var layers: [LayerLaw] = []
    var (variance, offsetVariance) = (spectrum.mean, 0.0)
    for width in model.widths {
      let layer = try LayerLaw(model.activation, width: width, variance: variance, offsetVariance: offsetVariance)
      (variance, offsetVariance) = (layer.variance, layer.meanSquare)
      layers.append(layer)
    }
    self.model = model
    chain = FeatureChain(spectrum: spectrum, layers: layers)
  }

  /// The limit of the fit to n samples by min Σ (y − a·x_L)² + λ‖a‖²; λ = 0 is the interpolating a of least norm, or
  /// least squares where n is above the width.
  ///
  /// - Throws: a `Refusal` of kind `usage` for n or λ out of range, and where the error is infinite: at n = d_L without
  ///   ridge.
  public func prediction(samples: Int, lambda: Double) throws -> FeaturePrediction {
    // The mean of features that are not centered uses up one sample.
    let isCentered = chain.layers.allSatisfy { $0.meanSquare == 0 }
    guard samples >= (isCentered ? 1 : 2), samples <= 1_000_000_000 else {
      throw Refusal.usage("the number of samples must lie between 2 and 1,000,000,000; found \(samples)")
    }
    guard lambda >= 0, lambda.isFinite else {
      throw Refusal.usage("λ must be at least 0; found \(NumberText.short(lambda))")
    }
    let n = Double(isCentered ? samples : samples - 1)
    let width = model.widths[model.widths.count - 1]
    guard lambda > 0 || n != Double(width) else {
      throw Refusal.usage(
        "at λ = 0 and as many samples as features in the last layer, \(width), the predicted error is infinite: the interpolation peak; choose another n or λ > 0"
      )
    }
    let points = try chain.solve(samples: n, lambda: lambda)
    return try FeaturePrediction(self, samples: samples, effective: n, lambda: lambda, points: points)
  }

  /// v, the variance of the target that can be learned; of it the part v − h that is not, and d/dκ₀ of that.
  func teacher(_ points: [ChainPoint]) -> (variance: Double, rest: Double, restSlope: Double, unlearnable: Double) {
    switch model.teacher {
    case .layer(let layer):
      let point = points[layer]
      let (variance, count) =
        layer == 0
        ? (chain.spectrum.mean, chain.spectrum.count)
        : (chain.layers[layer - 1].variance, chain.layers[layer - 1].width)
      return (
        variance, point.kappa * point.degrees / count,
        (point.kappaSlope * point.degrees + point.kappa * point.degreesSlope) / count, 0
      )
    case .linear:
      let part = chain.spectrum.teacher(points[0].kappa)
      return (part.variance, part.rest, part.restSlope, 0)
    case .general(_, let unlearnable):
      let part = chain.spectrum.teacher(points[0].kappa)
      return (part.variance, part.rest, part.restSlope, unlearnable)
    }
  }
}
