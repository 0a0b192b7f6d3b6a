import DataModels
import LinearAlgebra
import Messages

extension QuantizedSGDTheory {
  /// Why no bound is known for this setting; nil where there is one.
  public var boundRefusal: String? {
    if model.measured != nil { return "the bound is that of Gaussian inputs" }
    if let target = QuantizationTarget.allCases.first(where: { model[$0].quantizer != nil }) {
      return "the bound is that of idealized errors; the \(target.rawValue) has a number format"
    }
    if model.stepDecay != .none { return "the bound is that of a constant step size" }
    if model.averagingStart > 0 { return "the bound is that of the average from iterate 0" }
    if model.dataDraw == .fresh { return "the bound is that of one shared data draw" }
    if !model.hasMasterWeights && !(model[.parameter].idealized ?? IdealizedError()).isZero {
      return "the bound is that of master weights, quantized in the forward product only"
    }
    if let target = QuantizationTarget.allCases.first(where: {
      (model[$0].idealized ?? IdealizedError()).granularity != .element
    }) {
      return "the bound is that of errors independent per element, not of the \(target.rawValue) error given"
    }
    let largest = errors.data.variance.max() ?? 0
    if model.stepSize * largest > 1 {
      return "the bound needs a step size of at most \(NumberText.short(1 / largest)), 1 over the largest eigenvalue"
    }
    if feedback(BoundConstants(self), theta: 0) >= 1 {
      return "the bound needs a smaller step size: its feedback term is not below 1"
    }
    return nil
  }

  /// The risks after these numbers of updates, each with its bound; nil where there is no average or no bound.
  ///
  /// The suprema in the bound are those of the exact trajectory up to t.
  ///
  /// - Parameter iterations: rising, each at most `model.steps`.
  public func boundedRisks(at iterations: [Int]) -> [(risk: SGDRisk, bound: RiskBound?)] {
    guard boundRefusal == nil else { return risks(at: iterations).map { ($0, nil) } }
    var constants = BoundConstants(self)
    var seen = 0
    var bounds: [Int: RiskBound] = [:]
    let wanted = Set(iterations)
    let answers = risks(at: iterations) { t, moments in
      constants.observe(moments)
      seen = t + 1
      if wanted.contains(seen) { bounds[seen] = bound(constants, steps: seen) }
    }
    return answers.map { ($0, bounds[$0.iteration]) }
  }

  /// γ α′ Σ Λ/(2 − γΛ), α′ = α_B + θα̃/B.
  private func feedback(_ constants: BoundConstants, theta: Double) -> Double {
    let gamma = model.stepSize
    let alpha = constants.alpha + theta * constants.tilde / Double(model.batchSize)
    return gamma * alpha * constants.second.reduce(0) { $0 + $1 / (2 - gamma * $1) }
  }

  /// The least bound over a grid of θ.
  private func bound(_ constants: BoundConstants, steps: Int) -> RiskBound? {
    let thetas = constants.isGaussian ? [0] : (0...24).map { power(10, -4 + 0.25 * Double($0)) }
    return thetas.compactMap { bound(constants, steps: steps, theta: $0) }.filter { $0.total.isFinite }
      .min { $0.total < $1.total }
  }

  /// VarErr = ½ σ_G² K/(1 − ψ), K = k*/N + Nγ² Σ_{i>k*} Λᵢ²; the first k* inputs are those of Λᵢ ≥ 1/(Nγ).
  private func bound(_ constants: BoundConstants, steps: Int, theta: Double) -> RiskBound? {
    let psi = feedback(constants, theta: theta)
    guard psi < 1 else { return nil }
    let (n, gamma, batch) = (Double(steps), model.stepSize, Double(model.batchSize))
    let misfit = theta > 0 ? (1 + 1 / theta) * constants.misfit : constants.misfit
    let noise = (model.noiseVariance + constants.outputNoise + misfit) / batch + constants.parameterNoise
    let alpha = constants.alpha + theta * constants.tilde / batch
    var (head, tail, plain, inverse, size) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (lambda, offset) in zip(constants.second, constants.offset) {
      let square = offset * offset
      if lambda * n * gamma >= 1 {
        head += 1
        plain += square
        inverse += square / lambda
      } else {
        tail += lambda * lambda
        size += square * lambda
      }
    }
    let k = head / n + n * gamma * gamma * tail
    let bias =
      0.5 * (inverse / (gamma * n * gamma * n) + size)
      + 0.5 * alpha * k * (plain + n * gamma * size) / (n * gamma * (1 - psi))
    return RiskBound(variance: 0.5 * noise * k / (1 - psi), bias: bias, approximation: constants.approximation)
  }
}
