import DataModels

/// What a quantizer of a scalar does to first and second moments.
///
///     E[Q(v) | v] ≈ gain · v,   Var[Q(v) | v] = additive + multiplicative · v²
///
/// Idealized errors have gain 1; those of a number format follow from two Gaussian integrals.
public struct LinearizedError: Sendable, Equatable {
  /// ρ.
  public var gain: Double
  public var additive: Double
  public var multiplicative: Double
  /// Whether the B values of a batch share one relative error.
  public var isSharedByBatch: Bool

  public init(gain: Double = 1, additive: Double = 0, multiplicative: Double = 0, isSharedByBatch: Bool = false) {
    self.gain = gain
    self.additive = additive
    self.multiplicative = multiplicative
    self.isSharedByBatch = isSharedByBatch
  }

  init(_ error: IdealizedError) {
    self.init(
      additive: error.additive, multiplicative: error.multiplicative, isSharedByBatch: error.granularity == .batch)
  }

  /// E Q(v)² / E v², without the additive part: ρ² + M.
  var secondMoment: Double { gain * gain + multiplicative }

  /// E Q(v)Q(v′) / E v v′ for two samples of a batch.
  var crossMoment: Double { gain * gain + (isSharedByBatch ? multiplicative : 0) }
}

/// The five errors of an update of SGD as the recursion of second moments sees them.
public struct LinearizedErrors: Sendable {
  public var data: DataMoments
  public var label: LinearizedError
  public var activation: LinearizedError
  public var gradient: LinearizedError
  /// E[(Q(w) − w)² | w] for each weight = additive + multiplicative · w².
  public var parameterAdditive: [Double]
  public var parameterMultiplicative: Double
  /// Whether w itself is rounded after every update, in place of its copy in the forward product.
  public var roundsStoredWeights: Bool

  /// Those of a model whose errors are idealized; nothing yet for its number formats.
  init(_ model: QuantizedRegression, data: DataMoments) {
    self.data = data
    func error(_ target: QuantizationTarget) -> IdealizedError { model[target].idealized ?? IdealizedError() }
    label = LinearizedError(error(.label))
    activation = LinearizedError(error(.activation))
    gradient = LinearizedError(error(.gradient))
    let parameter = error(.parameter)
    parameterAdditive = [Double](repeating: parameter.additive, count: data.variance.count)
    parameterMultiplicative = parameter.multiplicative
    roundsStoredWeights = !model.hasMasterWeights
  }
}
