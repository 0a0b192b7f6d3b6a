import DataModels
import LinearAlgebra

/// Random settings of low-precision SGD.
enum SGDSettings {
  /// - Parameter insideBound: only what the bound covers.
  static func random(_ stream: inout RandomStream, insideBound: Bool = false) throws -> QuantizedRegression {
    func one() -> Double { stream.uniforms(1)[0] }
    let d = 1 + stream.integer(below: 12)
    let spectrum =
      one() < 0.5
      ? try CovarianceSpectrum.power(0.5 + 2 * one(), count: d)
      : try CovarianceSpectrum.exponential(0.02 + one(), count: d)
    var model = QuantizedRegression(
      spectrum: spectrum, noiseVariance: one() < 0.2 ? 0 : 2 * one(),
      batchSize: [1, 1, 2, 8, 64][stream.integer(below: 5)],
      steps: 1 + stream.integer(below: 60))
    model.weights = stream.gaussians(d)
    if one() < 0.5 { model.start = stream.gaussians(d) }
    let laws = IdealizedError.Law.allCases
    for target in QuantizationTarget.allCases where one() < 0.6 {
      var error = IdealizedError(law: laws[stream.integer(below: laws.count)])
      if one() < 0.6 { error.additive = 0.2 * one() }
      if one() < 0.6 { error.multiplicative = 0.2 * one() }
      if !insideBound, one() < 0.3, target != .parameter {
        error.additive = 0
        error.granularity = target == .data ? .row : .batch
      }
      model[target] = .idealized(error)
    }
    if !insideBound {
      if one() < 0.3 { model.dataDraw = .fresh }
      if one() < 0.3 { model.hasMasterWeights = false }
    }
    let data = (model[.data].idealized ?? IdealizedError())
    let trace = spectrum.eigenvalues.reduce(0) { $0 + (1 + data.multiplicative) * $1 + data.additive }
    model.stepSize = (0.02 + 0.4 * one()) / trace
    return model
  }
}
