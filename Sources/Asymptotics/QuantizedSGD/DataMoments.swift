public import DataModels
public import Quantization

/// The moments of rounded Gaussian inputs that the second moments of SGD need, one number for each coordinate.
///
/// x̃ᵇ is the draw of the backward and x̃ᶠ that of the forward product; they are one where the draw is shared. With
/// symmetric errors E[x̃ᵢ² x̃ⱼ x̃ₖ] = 0 for j ≠ k, so that coordinates close among themselves. For j ≠ i
///
///     E[x̃ᵇᵢ² xⱼ²] = λᵇᵢ hAⱼ,   E[x̃ᵇᵢ² x̃ᶠⱼ xⱼ] = λᵇᵢ hXⱼ,   E[x̃ᵇᵢ² x̃ᶠⱼ²] = λᵇᵢ hCⱼ
public struct DataMoments: Sendable {
  /// λᵇ = E (x̃ᵇ)².
  public var variance: [Double]
  /// λᵐ = E x̃ᵇ x̃ᶠ.
  public var crossVariance: [Double]
  /// c = E x̃ᵇ x.
  public var covariance: [Double]
  /// kA − λᵇ hA, kA = E (x̃ᵇ)² x²: what one coordinate has beyond the rule for two.
  public var excessA: [Double]
  /// kX − λᵇ hX, kX = E (x̃ᵇ)² x̃ᶠ x.
  public var excessX: [Double]
  /// kC − λᵇ hC, kC = E (x̃ᵇ)² (x̃ᶠ)².
  public var excessC: [Double]
  public var hA: [Double]
  public var hX: [Double]
  public var hC: [Double]
  /// The moments of pairs of coordinates that replace those rules for rows that are not Gaussian.
  public var pairs: PairMoments?

  /// Those of a model.
  ///
  /// - Parameter kept: the inputs that are not always 0.
  init(_ model: QuantizedRegression, kept: [Int]) {
    if let measured = model.measured {
      self.init(measured, error: model[.data], draw: model.dataDraw)
      return
    }
    let lambda = kept.map { model.spectrum.eigenvalues[$0] }
    if let quantizer = model[.data].quantizer {
      // The others of an MX block count, always 0 or not.
      let errors = quantizer.effectiveErrors(
        standardDeviations: model.spectrum.eigenvalues.map { $0.squareRoot() })
      self.init(eigenvalues: lambda, errors: kept.map { errors[$0] }, draw: model.dataDraw)
    } else {
      self.init(eigenvalues: lambda, error: model[.data].idealized ?? IdealizedError(), draw: model.dataDraw)
    }
  }

  /// The moments under a number format, exact for an odd one with a fixed scale; what the scale of an MX block couples is
  /// left out.
  init(eigenvalues: [Double], errors: [EffectiveError], draw: QuantizedRegression.DataDraw) {
    let isShared = draw == .shared
    variance = errors.map(\.square)
    crossVariance = isShared ? variance : errors.map(\.productOfDraws)
    covariance = errors.map(\.product)
    hA = eigenvalues
    hX = covariance
    hC = variance
    let all = errors.indices
    excessA = all.map { errors[$0].squareTimesSquare - errors[$0].square * eigenvalues[$0] }
    excessX = all.map { i in
      (isShared ? errors[i].cubeTimesValue : errors[i].squareTimesDrawTimesValue) - errors[i].square * errors[i].product
    }
    excessC = all.map { i in
      (isShared ? errors[i].fourth : errors[i].squareTimesSquareOfDraws) - errors[i].square * errors[i].square
    }
  }

  /// The moments of a user's rows.
  init(_ measured: MeasuredInputs, error: TargetError, draw: QuantizedRegression.DataDraw) {
    let pairs = PairMoments(measured, error: error, draw: draw)
    self.init(
      eigenvalues: [Double](repeating: 0, count: pairs.variance.count), error: IdealizedError(), draw: draw)
    (variance, crossVariance, covariance) = (pairs.variance, pairs.crossVariance, pairs.covariance)
    self.pairs = pairs
  }

  /// The moments under an idealized error: with a = additive, r = multiplicative, c₂ = 1 + r, c₃ = 1 + 3r and
  /// c₄ = 1 + 6r + κr² those of a product of four.
  ///
  /// - Parameter eigenvalues: λ (d).
  public init(eigenvalues: [Double], error: IdealizedError, draw: QuantizedRegression.DataDraw) {
    let (a, kappa) = (error.additive, error.law.fourthMoment)
    let (c2, c3, c4) = error.factorMoments
    let isRow = error.granularity == .row
    let isShared = draw == .shared
    variance = eigenvalues.map { c2 * $0 + a }
    crossVariance = isShared ? variance : eigenvalues
    covariance = eigenvalues
    hA = eigenvalues
    hX = isRow && isShared ? eigenvalues.map { c3 / c2 * $0 } : eigenvalues
    hC = isRow && isShared ? eigenvalues.map { c4 / c2 * $0 } : variance
    // The differences k − λᵇh by hand, so that nothing cancels.
    excessA = eigenvalues.map { 2 * c2 * $0 * $0 }
    if isShared {
      excessX =
        isRow
        ? eigenvalues.map { 2 * c3 * $0 * $0 }
        : eigenvalues.map { (3 * c3 - c2) * $0 * $0 + 2 * a * $0 }
      excessC =
        isRow
        ? eigenvalues.map { 2 * c4 * $0 * $0 }
        : eigenvalues.map { (3 * c4 - c2 * c2) * $0 * $0 + 4 * c2 * a * $0 + (kappa - 1) * a * a }
    } else {
      excessX = eigenvalues.map { 2 * c2 * $0 * $0 }
      excessC = eigenvalues.map { 2 * c2 * c2 * $0 * $0 }
    }
  }
}
