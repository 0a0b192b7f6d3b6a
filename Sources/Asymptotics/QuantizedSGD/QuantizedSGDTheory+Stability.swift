import DataModels
import LinearAlgebra

extension QuantizedSGDTheory {
  /// Whether the second moments stay bounded at a constant step size.
  ///
  ///     1 − Dsᵢ > 0 for all i,   and   Σᵢ Lᵢ Rsᵢ / (1 − Dsᵢ) < 1
  ///
  /// By Perron and Frobenius: then, and only then, the spectral radius of diag(Ds) + L Rsᵀ is below 1.
  ///
  /// - Complexity: O(d).
  public func isStable(stepSize: Double) -> Bool {
    Self.isStable(update(stepSize: stepSize))
  }

  static func isStable(_ update: MomentUpdate) -> Bool {
    if let system = update.pairSystem { return Cholesky(system) != nil }
    var sum = 0.0
    for i in update.gap.indices {
      guard update.gap[i] > 0 else { return false }
      sum += update.injection[i] * update.sumOfSquares[i] / update.gap[i]
    }
    return sum < 1
  }

  /// The largest constant step size that is stable, to 12 digits (of the errors at w₀ for number formats; about,
  /// from pairs of coordinates, for a user's rows); nil where none is, as with large relative errors of
  /// stored weights.
  public var largestStableStepSize: Double? {
    // At 2 over the largest eigenvalue even noiseless gradient descent does not converge.
    let largest = errors.data.crossVariance.max() ?? 0
    var above = 2 / (largest * errors.activation.gain * errors.gradient.gain)
    var below = above
    while !isStable(stepSize: below) {
      above = below
      below *= 0.9
      guard below > 1e-15 * model.stepSize else { return nil }
    }
    // A factorization for each step of a user's rows.
    let tolerance = model.measured == nil ? 1e-12 : 1e-6
    while above - below > tolerance * below {
      let middle = below + (above - below) / 2
      if middle <= below || middle >= above { break }
      if isStable(stepSize: middle) { below = middle } else { above = middle }
    }
    return below
  }

  /// m∞ and s∞ at the model's step size without decay; nil where it is unstable.
  ///
  ///     m∞ = β / (1 − α),   f = Dm m∞ + D0 + L (Rm·m∞ + R0),   y = f / (1 − Ds),   ρ = L / (1 − Ds)
  ///     s∞ = y + ρ (Rs·y) / (1 − Rs·ρ)
  ///
  /// - Complexity: O(d), by Sherman and Morrison.
  func stationaryMoments(_ update: MomentUpdate) -> (mean: [Double], square: [Double])? {
    guard Self.isStable(update) else { return nil }
    let all = update.gap.indices
    let mean = all.map { update.beta[$0] / update.decay[$0] }
    let shared = all.reduce(update.sumConstant) { $0 + update.sumOfMeans[$1] * mean[$1] }
    let y = all.map { i in
      (update.squareFromMean[i] * mean[i] + update.constant[i] + update.injection[i] * shared) / update.gap[i]
    }
    let rho = all.map { update.injection[$0] / update.gap[$0] }
    let along = all.reduce(0) { $0 + update.sumOfSquares[$1] * y[$1] }
    let feedback = all.reduce(0) { $0 + update.sumOfSquares[$1] * rho[$1] }
    return (mean, all.map { y[$0] + rho[$0] * along / (1 - feedback) })
  }

  /// lim E R(w_t) for t → ∞ at the constant step size; nil where it is unstable or decays, for a user's rows, and where
  /// the errors of number formats find no balance.
  public var stationaryRisk: Double? {
    guard model.stepDecay == .none, model.measured == nil,
      var limit = stationaryMoments(update(stepSize: model.stepSize))
    else { return nil }
    guard errorsDependOnWeights else { return cleanRisk(limit.square) }
    var risk = cleanRisk(limit.square)
    for _ in 0..<100 {
      guard let next = stationaryMoments(update(at: limit, stepSize: model.stepSize)) else { return nil }
      let nextRisk = cleanRisk(next.square)
      if (nextRisk - risk).magnitude <= 1e-10 * nextRisk { return nextRisk }
      (limit, risk) = (next, nextRisk)
    }
    return nil
  }
}
