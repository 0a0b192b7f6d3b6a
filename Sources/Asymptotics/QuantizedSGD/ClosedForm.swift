import DataModels
import LinearAlgebra
import Messages

/// The risks of SGD at a constant step size after any number of updates, without stepping.
///
///     T = diag(Ds) + L Rsᵀ = V_L diag(θ) V_R,   m_t = m∞ + αᵗ m̃,   F = V_R (diag(Dm m̃) + L (Rm m̃)ᵀ)
///     s_t = s∞ + V_L [θᵗ V_R (s₀ − s∞) + Σₖ F_jk (θⱼᵗ − αₖᵗ)/(θⱼ − αₖ)]
///     E f̄_N² = N⁻² Σ_t E f_t² [1 + 2α(1 − α^{N−1−t})/(1 − α)],     f = e − m∞
///
/// with L and Rs scaled to one vector, so that T is symmetric. It agrees with the recursion to about 10⁻¹² of the risk.
///
/// - Complexity: O(d³) once, O(d²) for each answer whatever t is.
/// - Source: `Documentation/QuantizedSGD.md`.
public struct ClosedForm: Sendable {
  private let theory: QuantizedSGDTheory
  /// α, 1 − α and 1 − θ: differences of the latter keep their digits.
  private let alpha: [Double]
  private let decay: [Double]
  private let rateGaps: [Double]
  /// V_L.
  private let left: Matrix
  /// V_R (s₀ − s∞).
  private let start: [Double]
  /// F.
  private let drive: Matrix
  private let meanLimit: [Double]
  private let squareLimit: [Double]
  /// m̃ = m₀ − m∞.
  private let meanOffset: [Double]

  /// - Throws: a `Refusal` of kind `usage` where the step size is unstable or decays, where averaging does not start at
  ///   0, where γλ is below 10⁻⁹ for some input, so that limits are out of reach, or where rates nearly coincide; the
  ///   recursion answers there.
  public init(_ theory: QuantizedSGDTheory) throws {
    let model = theory.model
    guard model.stepDecay == .none, model.averagingStart == 0 else {
      throw Refusal.usage("the closed form is that of a constant step size and of the average from iterate 0")
    }
    guard !theory.errorsDependOnWeights, model.measured == nil else {
      throw Refusal.usage("the closed form is that of Gaussian inputs and of errors that do not depend on the weights")
    }
    let update = theory.update(stepSize: model.stepSize)
    guard let limit = theory.stationaryMoments(update) else {
      throw Refusal.usage(
        "the closed form needs a stable step size; \(NumberText.short(model.stepSize)) is not stable")
    }
    guard let slowest = update.decay.min(), slowest >= 1e-9 else {
      throw Refusal.usage("the closed form needs a step size times eigenvalue of at least 1e-9 for every input")
    }
    let d = update.gap.count
    self.theory = theory
    alpha = update.alpha
    decay = update.decay
    meanLimit = limit.mean
    squareLimit = limit.square
    let offset = theory.offset
    meanOffset = (0..<d).map { offset[$0] - limit.mean[$0] }
    let scale = (0..<d).map { (update.injection[$0] / update.sumOfSquares[$0]).squareRoot() }
    let along = (0..<d).map { (update.injection[$0] * update.sumOfSquares[$0]).squareRoot() }
    // 1 − T, whose eigenvalues 1 − θ keep their digits.
    var system = Matrix(rows: d, columns: d)
    for i in 0..<d {
      for j in 0..<d { system[i, j] = -along[i] * along[j] }
      system[i, i] += update.gap[i]
    }
    let eigen = try SymmetricEigen(system)
    rateGaps = eigen.values
    // Row j of `vectors` is eigenvector j.
    var left = eigen.vectors.transposed
    var right = eigen.vectors
    for i in 0..<d {
      for j in 0..<d {
        left[i, j] *= scale[i]
        right[j, i] /= scale[i]
      }
    }
    self.left = left
    let excess = (0..<d).map { offset[$0] * offset[$0] - limit.square[$0] }
    start = Self.times(right, excess)
    let injected = Self.times(right, update.injection)
    var drive = right
    for k in 0..<d {
      let (own, shared) = (update.squareFromMean[k] * meanOffset[k], update.sumOfMeans[k] * meanOffset[k])
      for j in 0..<d { drive[j, k] = right[j, k] * own + injected[j] * shared }
    }
    self.drive = drive
    let floor = 1e-16 * drive.elements.reduce(0) { max($0, $1.magnitude) }
    for j in 0..<d {
      for k in 0..<d where (decay[k] - rateGaps[j]).magnitude < 1e-12 && drive[j, k].magnitude > floor {
        throw Refusal.usage("two rates of the closed form coincide to 1e-12; use the recursion")
      }
    }
  }

  private static func times(_ matrix: Matrix, _ x: [Double]) -> [Double] {
    (0..<matrix.rowCount).map { dot(matrix.row($0), x[...]) }
  }

  /// The risks after t updates.
  ///
  /// - Precondition: t ≥ 0.
  public func risk(at iteration: Int) -> SGDRisk {
    let d = alpha.count
    let powers = PowerDifferences(exponent: iteration)
    var modes = [Double](repeating: 0, count: d)
    for j in 0..<d {
      var sum = powers.power(rateGaps[j]) * start[j]
      for k in 0..<d { sum += drive[j, k] * powers.first(rateGaps[j], decay[k]) }
      modes[j] = sum
    }
    let square = zip(squareLimit, Self.times(left, modes)).map { $0 + $1 }
    let averaged = iteration > 0 ? average(iteration) : nil
    return SGDRisk(
      iteration: iteration, risk: theory.cleanRisk(square),
      averagedRisk: averaged.map { theory.cleanRisk($0.square) },
      deployedRisk: averaged.map { theory.deployedRisk(mean: $0.mean, square: $0.square) })
  }

  /// E ē and E ē² of the mean of the first N iterates.
  ///
  /// With the weights ω_t = 1 + 2α(1 − α^{N−1−t})/(1 − α) and W(x) = Σ_t ω_t xᵗ
  ///
  ///     Σ_t ω_t (xᵗ − yᵗ)/(x − y) = (W(x) − W(y))/(x − y)
  private func average(_ count: Int) -> (mean: [Double], square: [Double]) {
    let d = alpha.count
    let n = Double(count)
    let offset = theory.offset
    let powers = PowerDifferences(exponent: count)
    var total = [Double](repeating: 0, count: d)
    var driven = Matrix(rows: d, columns: d)
    for j in 0..<d {
      var own = start[j]
      for k in 0..<d {
        let g = drive[j, k] / (decay[k] - rateGaps[j])
        own += g
        driven[j, k] = g
      }
      total[j] = own
    }
    let response = left.times(driven)
    var (means, squares) = ([Double](repeating: 0, count: d), [Double](repeating: 0, count: d))
    for i in 0..<d {
      func weighted(_ gap: Double) -> Double {
        powers.first(gap, 0) + 2 * alpha[i] * powers.second(gap, decay[i])
      }
      let whole = weighted(0)
      // s₀ − s∞ apart, so that large and nearly opposite drives multiply small differences only.
      let begin = offset[i] * offset[i] - squareLimit[i]
      var sum = whole * begin
      for j in 0..<d {
        sum += left[i, j] * total[j] * (weighted(rateGaps[j]) - whole)
        sum -= response[i, j] * (weighted(decay[j]) - whole)
      }
      // E f_t² = (s_t − s∞) − 2 m∞ m̃ αᵗ + s∞ − m∞².
      sum -= 2 * meanLimit[i] * meanOffset[i] * weighted(decay[i])
      sum += (squareLimit[i] - meanLimit[i] * meanLimit[i]) * whole
      let mean = meanOffset[i] * powers.first(decay[i], 0) / n
      means[i] = mean + meanLimit[i]
      squares[i] = sum / (n * n) + 2 * meanLimit[i] * mean + meanLimit[i] * meanLimit[i]
    }
    return (means, squares)
  }
}
