import LinearAlgebra

/// One update of SGD as a linear map of the first and second moments of e = w − w*.
///
///     m⁺ = α m + β,     s⁺ = Ds∘s + Dm∘m + D0 + L (Rs·s + Rm·m + R0)
///
/// with m = E e and s = E e², elementwise; L = λᵇ, and (1 + M_p) λᵇ where stored weights are rounded.
///
/// The collected form of
///
///     Uᵢ = E uᵢ²,   Vᵢ = E x̃ᵢ²r²,   G2ᵢ = E (x̃ᵢõ)²,   G11ᵢ = E (x̃õ)ᵢ(x̃′õ′)ᵢ   of two samples of a batch
///     s⁺ = s + 2g[(ρ_l c − ρ_a λᵐ) w* m − ρ_a λᵐ s] + (g²/B) G2 + g²(1 − 1/B) G11,     g = γρ_o
///
/// For a user's rows, matrices take the place of L and the sums with it.
///
/// - Complexity: O(d); O(d²) for rows.
struct MomentUpdate: Sendable {
  /// β and 1 − α, the latter without cancellation.
  let beta: [Double]
  let decay: [Double]
  /// 1 − Ds, without cancellation.
  let gap: [Double]
  let squareFromMean: [Double]
  let constant: [Double]
  /// L.
  let injection: [Double]
  let sumOfSquares: [Double]
  let sumOfMeans: [Double]
  let sumConstant: Double
  /// The injection of pairs: s⁺ gains S s + M m + c, with c in `constant`.
  let pairs: (squares: Matrix, means: Matrix)?

  /// 1 − T of pairs, s⁺ = T s + …: symmetric, and positive definite where the update is stable.
  var pairSystem: Matrix? {
    guard let pairs else { return nil }
    var system = pairs.squares
    for i in system.elements.indices { system.elements[i] = -system.elements[i] }
    for i in gap.indices { system[i, i] += gap[i] }
    return system
  }

  var alpha: [Double] { decay.map { 1 - $0 } }
  var squareDecay: [Double] { gap.map { 1 - $0 } }

  /// - Parameters:
  ///   - weights: w* (d).
  ///   - stepSize: γ of this update.
  init(_ errors: LinearizedErrors, weights: [Double], noiseVariance: Double, batchSize: Int, stepSize: Double) {
    let data = errors.data
    let (label, activation, gradient) = (errors.label, errors.activation, errors.gradient)
    let (rhoL, rhoA) = (label.gain, activation.gain)
    let g = stepSize * gradient.gain
    let squaredGain = gradient.gain * gradient.gain
    let (gradientM, gradientA) = (gradient.multiplicative / squaredGain, gradient.additive / squaredGain)
    let kO = 1 + gradientM
    let kOB = gradient.isSharedByBatch ? kO : 1
    let (kL, kA, kLB, kAB) = (
      label.secondMoment, activation.secondMoment, label.crossMoment, activation.crossMoment
    )
    let isStored = errors.roundsStoredWeights
    let rounding = 1 + errors.parameterMultiplicative
    let kP = isStored ? 1 : rounding
    let one = g * g / Double(batchSize)
    let two = g * g * (1 - 1 / Double(batchSize))
    let d = weights.count
    var (beta, decay, gap) = (
      [Double](repeating: 0, count: d), [Double](repeating: 0, count: d), [Double](repeating: 0, count: d)
    )
    var (mean, constant) = (beta, beta)
    var (sumS, sumM, sum0) = (beta, beta, 0.0)
    for i in 0..<d {
      let w = weights[i]
      let added = isStored ? 0 : errors.parameterAdditive[i]
      let (cross, cov) = (data.crossVariance[i], data.covariance[i])
      let pull = rhoL * cov - rhoA * cross
      decay[i] = g * rhoA * cross
      beta[i] = g * pull * w
      // E uᵢ² = kP s + 2 kP w* m + kP w*² + added.
      let square = one * kO * kA * data.excessC[i] + two * kOB * kAB * cross * cross
      let mixed = -2 * rhoL * rhoA * (one * kO * data.excessX[i] + two * kOB * cov * cross)
      gap[i] = 2 * decay[i] - kP * square
      mean[i] = 2 * beta[i] + w * (mixed + 2 * kP * square)
      constant[i] =
        w * w * (one * kO * kL * data.excessA[i] + two * kOB * kLB * cov * cov + mixed + kP * square) + added * square
      sumS[i] = one * kO * kA * kP * data.hC[i]
      sumM[i] = one * kO * w * 2 * (kA * kP * data.hC[i] - rhoL * rhoA * data.hX[i])
      sum0 +=
        kL * data.hA[i] * w * w - 2 * rhoL * rhoA * data.hX[i] * w * w + kA * data.hC[i] * (kP * w * w + added)
    }
    sum0 = one * (kO * (sum0 + kL * noiseVariance + label.additive + activation.additive) + gradientA)
    if isStored {
      let more = errors.parameterMultiplicative
      for i in 0..<d {
        let w = weights[i]
        gap[i] = rounding * gap[i] - more
        mean[i] = rounding * mean[i] + 2 * more * w * (1 - decay[i])
        constant[i] =
          rounding * constant[i] + 2 * more * w * beta[i] + more * w * w + errors.parameterAdditive[i]
      }
    }
    let scale = isStored ? rounding : 1
    if let moments = data.pairs {
      var (squares, means) = (moments.withSquares, moments.withSquares)
      let noise = label.additive + activation.additive
      for i in 0..<d {
        var own = one * kO * (kL * moments.noise[i] + data.variance[i] * noise) + one * gradientA * data.variance[i]
        for j in 0..<d {
          let w = weights[j]
          let added = isStored ? 0 : errors.parameterAdditive[j]
          let square = one * kO * kA * moments.withSquares[i, j]
          let mixed = -2 * one * kO * rhoL * rhoA * moments.withProducts[i, j]
          squares[i, j] = scale * kP * square
          means[i, j] = scale * w * (mixed + 2 * kP * square)
          own += w * w * (one * kO * kL * moments.withInputs[i, j] + mixed + kP * square) + added * square
        }
        constant[i] += scale * own
      }
      pairs = (squares, means)
      sum0 = 0
    } else {
      pairs = nil
    }
    self.beta = beta
    self.decay = decay
    self.gap = gap
    squareFromMean = mean
    self.constant = constant
    injection = data.variance.map { scale * $0 }
    sumOfSquares = sumS
    sumOfMeans = sumM
    sumConstant = sum0
  }
}
