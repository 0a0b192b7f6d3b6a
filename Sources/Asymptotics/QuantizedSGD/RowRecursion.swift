import DataModels
import LinearAlgebra

/// The second moments of SGD on a user's rows, with the covariances of all pairs of weights: nothing is left out.
///
///     S⁺ = S + mβᵀ + βmᵀ − S∘(a1ᵀ + 1aᵀ) + (g²/B) E õ²x̃x̃ᵀ + g²(1 − 1/B) E õx̃(õ′x̃′)ᵀ,     S = E eeᵀ,  a = gρ_aλᵐ
///
/// E õ²x̃x̃ᵀ is a mean over rows of their outer products, weighed by E õ² given the row, with what x̃ᵢx̃ⱼ and the forward
/// product share of a rounding. Averages follow coordinate by coordinate, as in `SecondMoments`.
///
/// - Complexity: O(n d²) for each update; two products of matrices, three with random rounding of data.
struct RowRecursion {
  private let rows: RowMoments
  private let weights: [Double]
  private let batchSize: Int
  private(set) var moments: SecondMoments
  /// S (d × d).
  private var covariance: Matrix

  /// What one prediction may cost: n d² times the number of updates.
  static let largestWork = 1e10

  init(_ measured: MeasuredInputs, model: QuantizedRegression, offset: [Double]) {
    rows = RowMoments(measured, error: model[.data], draw: model.dataDraw)
    weights = measured.weights
    batchSize = model.batchSize
    moments = SecondMoments(offset: offset)
    covariance = Matrix(rows: offset.count, columns: offset.count)
    for i in offset.indices { for j in offset.indices { covariance[i, j] = offset[i] * offset[j] } }
  }

  /// One update.
  mutating func step(_ errors: LinearizedErrors, stepSize: Double, averages: Bool) {
    let d = weights.count
    let (label, activation, gradient) = (errors.label, errors.activation, errors.gradient)
    let g = stepSize * gradient.gain
    let squaredGain = gradient.gain * gradient.gain
    let kO = 1 + gradient.multiplicative / squaredGain
    let mean = moments.mean
    let isStored = errors.roundsStoredWeights
    // E u and E uuᵀ, u = Q(w).
    let used = (0..<d).map { weights[$0] + mean[$0] }
    var second = covariance
    for i in 0..<d {
      for j in 0..<d { second[i, j] += weights[i] * mean[j] + mean[i] * weights[j] + weights[i] * weights[j] }
    }
    if !isStored {
      for i in 0..<d { second[i, i] += errors.parameterAdditive[i] + errors.parameterMultiplicative * second[i, i] }
    }
    var one = oneSample(errors, used, second)
    let (data, kOB) = (errors.data, gradient.isSharedByBatch ? kO : 1)
    let pair = g * g * (1 - 1 / Double(batchSize))
    let cross = label.gain * activation.gain
    let y = (0..<d).map { data.covariance[$0] * weights[$0] }
    let a = (0..<d).map { data.crossVariance[$0] * used[$0] }
    let decay = data.crossVariance.map { g * activation.gain * $0 }
    let beta = (0..<d).map {
      g * (label.gain * data.covariance[$0] - activation.gain * data.crossVariance[$0]) * weights[$0]
    }
    for i in 0..<d {
      for j in 0..<d {
        let two =
          kOB
          * (label.crossMoment * y[i] * y[j] - cross * (y[i] * a[j] + a[i] * y[j]) + activation.crossMoment
            * data.crossVariance[i] * data.crossVariance[j] * second[i, j])
        one[i, j] = g * g / Double(batchSize) * one[i, j] + pair * two
        one[i, j] += covariance[i, j] * (1 - decay[i] - decay[j]) + mean[i] * beta[j] + beta[i] * mean[j]
      }
    }
    covariance = one
    let next = (0..<d).map { mean[$0] - decay[$0] * mean[$0] + beta[$0] }
    if isStored {
      for i in 0..<d {
        let square = covariance[i, i] + 2 * weights[i] * next[i] + weights[i] * weights[i]
        covariance[i, i] += errors.parameterAdditive[i] + errors.parameterMultiplicative * square
      }
    }
    moments.step(
      mean: next, square: (0..<d).map { covariance[$0, $0] }, decay: decay, beta: beta, averages: averages)
  }

  /// E õ²x̃x̃ᵀ / ρ_o² of one sample.
  private func oneSample(_ errors: LinearizedErrors, _ used: [Double], _ second: Matrix) -> Matrix {
    let (label, activation, gradient) = (errors.label, errors.activation, errors.gradient)
    let squaredGain = gradient.gain * gradient.gain
    let kO = 1 + gradient.multiplicative / squaredGain
    let cross = -2 * label.gain * activation.gain
    let (n, d) = (rows.means.rowCount, weights.count)
    let noise = label.additive + activation.additive + gradient.additive / squaredGain / kO
    let products = rows.means.times(second)
    let factors = rows.factors
    let diagonal = (0..<d).map { second[$0, $0] }
    // E õ² given the row.
    let weight = (0..<n).map { b -> Double in
      let q = rows.means.row(b)
      var activity = dot(q, products.row(b))
      if let variances = rows.variances { activity += dot(variances.row(b), diagonal[...]) }
      let y = rows.targets[b]
      return factors.second * (label.secondMoment * y * y + noise) + factors.third * cross * y * dot(q, used[...])
        + factors.fourth * activation.secondMoment * activity
    }
    var weighted = rows.means
    for b in 0..<n { for i in weighted.range(ofRow: b) { weighted.elements[i] *= weight[b] / Double(n) } }
    var sum = weighted.transposedTimes(rows.means)
    if let variances = rows.variances {
      for i in 0..<d {
        sum[i, i] += (0..<n).reduce(0) { $0 + weight[$1] * variances[$1, i] } / Double(n)
      }
    }
    if let shared = rows.shared, let variances = rows.variances, let spread = rows.spread, let skew = rows.skew,
      let pull = rows.pull
    {
      var turned = variances
      for i in turned.elements.indices { turned.elements[i] *= products.elements[i] / Double(n) }
      let together = rows.means.transposedTimes(turned)
      let kA = activation.secondMoment
      for i in 0..<d {
        for j in 0..<d where i != j {
          sum[i, j] += cross * (pull[i, j] * used[j] + pull[j, i] * used[i])
          sum[i, j] +=
            kA
            * (2 * (together[i, j] + together[j, i]) + 2 * spread[i, j] * second[i, j] + skew[i, j] * diagonal[j]
              + skew[j, i] * diagonal[i])
        }
        let own = (0..<n).reduce(0) { $0 + shared[$1, i] * products[$1, i] } / Double(n)
        sum[i, i] += cross * rows.ownPull[i] * used[i] + kA * (2 * own + diagonal[i] * rows.ownSquare[i])
      }
    }
    for i in sum.elements.indices { sum.elements[i] *= kO }
    return sum
  }
}
