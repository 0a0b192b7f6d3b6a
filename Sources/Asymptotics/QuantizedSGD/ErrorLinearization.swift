import DataModels
import LinearAlgebra
import Quantization

/// The errors of a model as the recursion of second moments sees them, wherever its weights are.
///
/// Idealized errors and those of data are the same at every iterate. What a number format does to labels, activations and
/// gradients follows from their standard deviations, taken as Gaussian:
///
///     s_l² = Σ λ w*² + σ²,   s_a² = Σ λᵇ U,   s_o² = E ỹ² + E ã² − 2ρ_lρ_a Σ c w* (w* + m)
///
/// (with formats on all three, from pairs of both, `GradientOfFormats`), and what it does to a weight from wᵢ ~ N(w*ᵢ + mᵢ, sᵢ − mᵢ²).
struct ErrorLinearization: Sendable {
  private let weights: [Double]
  private let labelVariance: Double
  private var fixed: LinearizedErrors
  private var activation: ErrorTable?
  private var gradient: ErrorTable?
  private let gradientOfFormats: GradientOfFormats?
  private let parameter: ParameterRounding?

  /// - Parameter kept: The inputs that are not always 0.
  init(_ model: QuantizedRegression, kept: [Int]) {
    weights = kept.map { model.weights[$0] }
    let lambda = kept.map { model.spectrum.eigenvalues[$0] }
    labelVariance = zip(lambda, weights).reduce(model.noiseVariance) { $0 + $1.0 * $1.1 * $1.1 }
    fixed = LinearizedErrors(model, data: DataMoments(model, kept: kept))
    func table(_ target: QuantizationTarget) -> ErrorTable? {
      model[target].quantizer.map { ErrorTable($0, count: model.batchSize) }
    }
    activation = table(.activation)
    gradient = table(.gradient)
    let scalars = [QuantizationTarget.label, .activation, .gradient].compactMap { model[$0].quantizer }
    gradientOfFormats =
      scalars.count == 3 && scalars.allSatisfy(\.hasFixedScale)
      ? GradientOfFormats(label: scalars[0], activation: scalars[1], gradient: scalars[2]) : nil
    parameter = model[.parameter].quantizer.map { ParameterRounding($0) }
    var label = table(.label)
    if let error = label?.error(variance: labelVariance) { fixed.label = error }
  }

  /// Whether the errors depend on where the weights are.
  var dependsOnWeights: Bool { activation != nil || gradient != nil || parameter != nil }

  /// The errors at an iterate of these moments of w − w*.
  mutating func errors(mean: [Double], square: [Double]) -> LinearizedErrors {
    guard dependsOnWeights else { return fixed }
    var errors = fixed
    let data = fixed.data
    if let parameter {
      errors.parameterAdditive = parameter.variances(
        mean: weights.indices.map { weights[$0] + mean[$0] },
        variance: weights.indices.map { max(0, square[$0] - mean[$0] * mean[$0]) })
    }
    var (activity, overlap) = (0.0, 0.0)
    for i in weights.indices {
      let plain = max(0, square[i] + 2 * weights[i] * mean[i] + weights[i] * weights[i])
      // Stored weights were rounded before.
      let rounding =
        errors.roundsStoredWeights ? 0 : errors.parameterAdditive[i] + errors.parameterMultiplicative * plain
      activity += data.variance[i] * (plain + rounding)
      overlap += data.covariance[i] * weights[i] * (weights[i] + mean[i])
    }
    if activity > 0, let error = activation?.error(variance: activity) { errors.activation = error }
    if let gradientOfFormats, labelVariance > 0 {
      errors.gradient = gradientOfFormats.error(labelVariance: labelVariance, activity: activity, overlap: overlap)
      return errors
    }
    let (l, a) = (errors.label, errors.activation)
    let residual =
      l.secondMoment * labelVariance + l.additive + a.secondMoment * activity + a.additive - 2 * l.gain * a.gain
      * overlap
    if residual > 0, let error = gradient?.error(variance: residual) { errors.gradient = error }
    return errors
  }
}

extension Quantizer {
  fileprivate var hasFixedScale: Bool {
    if case .fixed = scaling { true } else { false }
  }
}
