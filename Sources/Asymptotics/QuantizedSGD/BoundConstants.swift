import DataModels

/// What the bound needs to know of a setting; the suprema over the trajectory are collected while the recursion runs.
///
///     Λ = λᵇ,   e₀ = w₀ − w^q,   w^q = c w* / Λ
///     n_l = A_l + M_l maxᵢ (Aᵢ + Λᵢσ²)/Λᵢ,   n_a = A_a + M_a sup Cᵢ/Λᵢ,   n_o = A_o + M_o sup Vᵢ/Λᵢ
///     n_p = sup [maxᵢ Λᵢ Pᵢ + α_B Σᵢ Λᵢ Pᵢ]
struct BoundConstants {
  private let theory: QuantizedSGDTheory
  /// Λ (d).
  let second: [Double]
  /// e₀ = w₀ − w^q.
  let offset: [Double]
  /// α̃ and α_B.
  let tilde: Double
  let alpha: Double
  /// σ_mis².
  let misfit: Double
  /// Whether x̃ and the residual are jointly Gaussian, so that the misfit counts once and θ = 0.
  let isGaussian: Bool
  let approximation: Double
  private let labelNoise: Double
  private var largestActivation = 0.0
  private var largestResidual = 0.0
  private(set) var parameterNoise = 0.0
  private let needsTrajectory: Bool

  init(_ theory: QuantizedSGDTheory) {
    self.theory = theory
    let data = theory.errors.data
    let (w, lambda, second) = (theory.weights, theory.eigenvalues, data.variance)
    self.second = second
    let all = w.indices
    let batch = Double(theory.model.batchSize)
    let optimum = all.map { data.covariance[$0] * w[$0] / second[$0] }
    offset = all.map { theory.start[$0] - optimum[$0] }
    func largest(_ value: (Int) -> Double) -> Double { all.reduce(0) { max($0, value($1)) } }
    let spread = largest { data.hC[$0] / second[$0] }
    tilde = largest { data.excessC[$0] / (second[$0] * second[$0]) } + spread
    alpha = (largest { data.excessC[$0] / (second[$0] * second[$0]) - 1 } + spread) / batch
    let sumA = all.reduce(0) { $0 + data.hA[$1] * w[$1] * w[$1] }
    let sumX = all.reduce(0) { $0 + data.hX[$1] * w[$1] * optimum[$1] }
    let sumC = all.reduce(0) { $0 + data.hC[$1] * optimum[$1] * optimum[$1] }
    misfit = largest { i in
      (data.excessA[i] * w[i] * w[i] - 2 * data.excessX[i] * w[i] * optimum[i]
        + data.excessC[i] * optimum[i] * optimum[i]) / second[i] + (sumA - 2 * sumX + sumC)
    }
    let error = theory.model[.data].idealized ?? IdealizedError()
    isGaussian = error.multiplicative == 0 && (error.additive == 0 || error.law == .gaussian)
    // Exactly 0 where Λ = c = λ.
    var lost = 0.0
    for i in all {
      lost += w[i] * w[i] * (lambda[i] * second[i] - data.covariance[i] * data.covariance[i]) / second[i]
    }
    approximation = 0.5 * lost
    let label = theory.errors.label
    labelNoise =
      label.additive
      + label.multiplicative
      * largest { data.excessA[$0] * w[$0] * w[$0] / second[$0] + sumA + theory.model.noiseVariance }
    needsTrajectory =
      theory.errors.activation.multiplicative > 0 || theory.errors.gradient.multiplicative > 0
      || theory.errors.parameterMultiplicative > 0 || theory.errors.parameterAdditive.contains { $0 > 0 }
  }

  /// n_l + n_a + n_o.
  var outputNoise: Double {
    let (activation, gradient) = (theory.errors.activation, theory.errors.gradient)
    return labelNoise + activation.additive + activation.multiplicative * largestActivation + gradient.additive
      + gradient.multiplicative * largestResidual
  }

  /// Takes the moments of one iterate into the suprema.
  mutating func observe(_ moments: SecondMoments) {
    guard needsTrajectory else { return }
    let (data, errors, w) = (theory.errors.data, theory.errors, theory.weights)
    let (label, activation) = (errors.label.secondMoment, errors.activation.secondMoment)
    var (sumA, sumX, sumC, sumP, largestP) = (0.0, 0.0, 0.0, 0.0, 0.0)
    var uses = [Double](repeating: 0, count: w.count)
    for i in w.indices {
      let plain = max(0, moments.square[i] + 2 * w[i] * moments.mean[i] + w[i] * w[i])
      let added = errors.parameterAdditive[i] + errors.parameterMultiplicative * plain
      uses[i] = plain + added
      sumA += data.hA[i] * w[i] * w[i]
      sumX += data.hX[i] * w[i] * (w[i] + moments.mean[i])
      sumC += data.hC[i] * uses[i]
      sumP += second[i] * added
      largestP = max(largestP, second[i] * added)
    }
    parameterNoise = max(parameterNoise, largestP + alpha * sumP)
    let noise = label * theory.model.noiseVariance + errors.label.additive + errors.activation.additive
    for i in w.indices {
      let c = data.excessC[i] * uses[i] / second[i] + sumC
      let a = data.excessA[i] * w[i] * w[i] / second[i] + sumA
      let x = data.excessX[i] * w[i] * (w[i] + moments.mean[i]) / second[i] + sumX
      largestActivation = max(largestActivation, c)
      largestResidual = max(largestResidual, label * a - 2 * x + activation * c + noise)
    }
  }
}
