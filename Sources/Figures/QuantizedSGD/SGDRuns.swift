import Asymptotics
import DataModels
import Experiments
import LinearAlgebra
import QuantizedTraining
import Workbench

/// Runs of low-precision SGD that share their data whatever is quantized, so that increments over full precision have
/// small errors.
struct SGDRuns {
  /// What increases: at the last iteration, of the averaged weights.
  enum Risk {
    case averaged, deployed
  }

  /// One number for each run.
  struct Risks: Codable {
    let averaged: [Double]
    let deployed: [Double]
  }

  let session: FigureSession
  let trials: Int

  /// Measured now, or before an interrupt.
  func risks(_ model: QuantizedRegression) throws -> Risks {
    let spectrum = model.spectrum.eigenvalues
    let errors = QuantizationTarget.allCases.map { "\($0) \(model[$0])" }.joined(separator: ", ")
    let name =
      "sgd d \(model.inputCount) λ \(spectrum[0]) \(spectrum[spectrum.count - 1]) w* \(model.weights[0]) B \(model.batchSize) "
      + "γ \(model.stepSize) N \(model.steps) σ² \(model.noiseVariance) runs \(trials): \(errors)"
    return try session.measured(name) {
      let counter = session.counter("SGD with d = \(model.inputCount), B = \(model.batchSize)", total: trials)
      let row = try QuantizedSGDSimulation(model, trials: trials)(
        at: [model.steps], using: RandomStream(seed: session.seed).branch("sgd")
      ) { counter.advance() }[0]
      return Risks(averaged: row.averagedRisks, deployed: row.deployedRisks)
    }
  }

  /// How much more risk than in full precision, run by run on the same data.
  func increments(_ model: QuantizedRegression, _ risk: Risk = .averaged) throws -> [Double] {
    let (more, less) = (try risks(model), try risks(model.inFullPrecision))
    return risk == .averaged
      ? zip(more.averaged, less.averaged).map { $0 - $1 } : zip(more.deployed, less.deployed).map { $0 - $1 }
  }

  /// A dot: the mean increment with its error, beside the predicted one.
  func point(_ x: Double, _ model: QuantizedRegression, _ risk: Risk = .averaged) throws -> FigureSeries.Point {
    let increment = MeanWithError(try increments(model, risk))
    return .init(
      x, increment.mean, standardError: increment.standardError, predicted: try model.predictedIncrement(risk))
  }
}

extension [FigureSeries.Point] {
  /// The measurements that say something of an increment of the predicted size, whatever they happened to be; all, where
  /// none does.
  var resolved: [FigureSeries.Point] {
    let some = filter { ($0.standardError ?? 0) < ($0.predicted ?? .infinity) }
    return some.isEmpty ? self : some
  }
}

extension FigureSeries.Point {
  /// (measured − predicted) / standard error.
  var score: Double? {
    guard let standardError, let predicted, standardError > 0 else { return nil }
    return (y - predicted) / standardError
  }
}

extension QuantizedRegression {
  var inFullPrecision: QuantizedRegression {
    var plain = self
    for target in QuantizationTarget.allCases { plain[target] = .none }
    return plain
  }

  /// This model with the same error on some targets.
  func with(_ error: IdealizedError, on targets: [QuantizationTarget]) -> QuantizedRegression {
    var model = self
    for target in targets { model[target] = .idealized(error) }
    return model
  }

  /// E of a risk after all updates, exactly.
  func predicted(_ risk: SGDRuns.Risk) throws -> Double {
    let end = try QuantizedSGDTheory(self).risks(at: [steps])[0]
    return (risk == .averaged ? end.averagedRisk : end.deployedRisk) ?? .nan
  }

  func predictedIncrement(_ risk: SGDRuns.Risk = .averaged) throws -> Double {
    try predicted(risk) - inFullPrecision.predicted(risk)
  }
}

/// The two idealized errors that figures compare.
enum SGDErrorKind: String, CaseIterable {
  case additive, multiplicative

  func error(_ variance: Double, granularity: IdealizedError.Granularity = .element) -> IdealizedError {
    self == .additive
      ? IdealizedError(additive: variance, granularity: granularity)
      : IdealizedError(multiplicative: variance, granularity: granularity)
  }
}
