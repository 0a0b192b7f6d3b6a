public import Activations
import Messages

/// Regression on deep random features as a model of data: one value that a simulation samples and a theory integrates.
///
///     x₀ = x ~ N(0, diag e),   x_l = φ(W_l x_{l−1}),   y = teacher(x) + noise,
///     W_l of independent entries with mean 0 and variance 1/d_{l−1}
///
/// Trained is f(x) = a·x_L by min Σᵢ (yᵢ − a·x_L)² + λ‖a‖², without an intercept.
///
/// - Source: arXiv 2510.16250, section 3, with x ~ N(0, I) in place of N(0, I/d).
public struct FeatureRegression: Sendable {
  public let spectrum: InputSpectrum
  /// d₁ … d_L.
  public let widths: [Int]
  public let activation: any Activation
  public let teacher: FeatureTeacher
  /// Of the labels; a variance, not a standard deviation.
  public let noiseVariance: Double

  /// - Throws: a `Refusal` of kind `usage` for no layers, a width below 1 or absurdly large, a negative variance, a
  ///   teacher on a layer that is not there, or coefficients of another number than the inputs.
  public init(
    spectrum: InputSpectrum, widths: [Int], activation: any Activation, teacher: FeatureTeacher, noiseVariance: Double
  ) throws {
    guard !widths.isEmpty else { throw Refusal.usage("random features need at least one width") }
    for width in widths where !(1...10_000_000).contains(width) {
      throw Refusal.usage("a width must lie between 1 and 10,000,000; found \(width)")
    }
    guard noiseVariance >= 0, noiseVariance.isFinite else {
      throw Refusal.usage("the variance of the noise must be at least 0; found \(NumberText.short(noiseVariance))")
    }
    switch teacher {
    case .layer(let layer):
      guard (0...widths.count).contains(layer) else {
        throw Refusal.usage(
          "there is no layer \(layer) to teach: the map has layers 0 (the input) to \(widths.count)")
      }
    case .linear(let coefficients), .general(let coefficients, _):
      guard coefficients.count == spectrum.eigenvalues.count, coefficients.allSatisfy(\.isFinite) else {
        throw Refusal.usage(
          "the teacher has \(coefficients.count) coefficients, but there are \(spectrum.eigenvalues.count) inputs; give one finite number for each"
        )
      }
      if case .general(_, let variance) = teacher, !(variance >= 0 && variance.isFinite) {
        throw Refusal.usage(
          "the unlearnable variance of a teacher must be at least 0; found \(NumberText.short(variance))")
      }
    }
    self.spectrum = spectrum
    self.widths = widths
    self.activation = activation
    self.teacher = teacher
    self.noiseVariance = noiseVariance
  }

  /// d₀.
  public var inputCount: Int { spectrum.eigenvalues.count }
}
