public import DataModels
import LinearAlgebra
import Messages

/// The exact expected risk of low-precision SGD for linear regression, at every iteration.
///
///     let theory = try QuantizedSGDTheory(model)
///     theory.risks(at: [100, 500])     // E R(w_t), E R(w̄), E R_q(w̄)
///
/// Inputs are Gaussian with independent coordinates, so that the second moments of the weights obey a linear recursion of
/// d numbers; nothing is asymptotic. Inputs that are always 0 change no risk and are left out.
///
/// - Source: `Documentation/QuantizedSGD.md`; the setting is that of arXiv 2510.18259.
public struct QuantizedSGDTheory: Sendable {
  public let model: QuantizedRegression
  /// Those of the inputs that are not always 0 once quantized, and likewise below.
  let eigenvalues: [Double]
  /// w* and w₀.
  let weights: [Double]
  let start: [Double]
  /// The errors at w₀.
  let errors: LinearizedErrors
  private let linearization: ErrorLinearization

  /// - Throws: a `Refusal` of kind `usage` for values out of range.
  public init(_ model: QuantizedRegression) throws {
    try model.check()
    self.model = model
    let all = model.spectrum.eigenvalues
    let kept = all.indices.filter { all[$0] > 0 || model[.data].movesZero }
    eigenvalues = kept.map { all[$0] }
    weights = kept.map { model.weights[$0] }
    start = kept.map { model.start[$0] }
    var linearization = ErrorLinearization(model, kept: kept)
    let offset = kept.map { model.start[$0] - model.weights[$0] }
    errors = linearization.errors(mean: offset, square: offset.map { $0 * $0 })
    self.linearization = linearization
  }

  /// Whether the errors change with the weights, as those of number formats do.
  var errorsDependOnWeights: Bool { linearization.dependsOnWeights }

  /// The update of moments at a step size, with the errors at w₀.
  func update(stepSize: Double) -> MomentUpdate { update(errors, stepSize: stepSize) }

  /// The same with the errors at other moments of w − w*.
  func update(at moments: (mean: [Double], square: [Double]), stepSize: Double) -> MomentUpdate {
    var linearization = linearization
    return update(linearization.errors(mean: moments.mean, square: moments.square), stepSize: stepSize)
  }

  private func update(_ errors: LinearizedErrors, stepSize: Double) -> MomentUpdate {
    MomentUpdate(
      errors, weights: weights, noiseVariance: model.noiseVariance, batchSize: model.batchSize, stepSize: stepSize)
  }

  var offset: [Double] { weights.indices.map { start[$0] - weights[$0] } }

  /// The risks after these numbers of updates, by the recursion.
  ///
  /// Not finite where the risk has grown beyond all numbers.
  ///
  /// - Parameter iterations: rising, each at most `model.steps`.
  /// - Complexity: O(d) for each update.
  public func risks(at iterations: [Int]) -> [SGDRisk] {
    risks(at: iterations) { _, _ in }
  }

  /// - Parameter observe: called with t and the moments of w_t, for every t up to the last.
  func risks(at iterations: [Int], observe: (Int, SecondMoments) -> Void) -> [SGDRisk] {
    var moments = SecondMoments(offset: offset)
    var rows = rowRecursion
    var linearization = linearization
    var errors = errors
    var update = update(stepSize: model.stepSize)
    var answers: [SGDRisk] = []
    var (t, due) = (0, 1)
    for iteration in iterations {
      while t < iteration {
        let changes = errorsDependOnWeights && t == due
        if changes {
          errors = linearization.errors(mean: moments.mean, square: moments.square)
          // Weights change ever more slowly: 1.5 % more updates, new errors.
          due = t + 1 + t / 64
        }
        let stepSize = model.stepSize * model.stepDecay.factor(at: t)
        observe(t, moments)
        let averages = t >= model.averagingStart
        if rows != nil {
          rows?.step(errors, stepSize: stepSize, averages: averages)
          moments = rows?.moments ?? moments
        } else {
          if changes || model.stepDecay != .none { update = self.update(errors, stepSize: stepSize) }
          moments.step(update, averages: averages)
        }
        t += 1
      }
      answers.append(risk(moments, at: t))
    }
    return answers
  }

  /// For rows that are not too many; pairs of coordinates answer for the others.
  private var rowRecursion: RowRecursion? {
    guard let measured = model.measured else { return nil }
    let work = Double(measured.rows.rowCount) * Double(weights.count * weights.count) * Double(model.steps)
    return work <= RowRecursion.largestWork ? RowRecursion(measured, model: model, offset: offset) : nil
  }

  private func risk(_ moments: SecondMoments, at iteration: Int) -> SGDRisk {
    let n = Double(moments.averagedCount)
    let averaged =
      moments.averagedCount == 0 ? nil : (moments.sumMean.map { $0 / n }, moments.sumSquare.map { $0 / n / n })
    return SGDRisk(
      iteration: iteration, risk: cleanRisk(moments.square), averagedRisk: averaged.map { cleanRisk($0.1) },
      deployedRisk: averaged.map { deployedRisk(mean: $0.0, square: $0.1) })
  }

  /// ½ λ·E e².
  func cleanRisk(_ square: [Double]) -> Double {
    0.5 * eigenvalues.indices.reduce(0) { $0 + eigenvalues[$1] * square[$1] }
  }

  /// ½ Σ λ w*² − 2 c w* w + λᵇ w², in terms of e = w − w*.
  func deployedRisk(mean: [Double], square: [Double]) -> Double {
    let (second, cross) = (errors.data.variance, errors.data.covariance)
    return 0.5
      * eigenvalues.indices.reduce(0) { sum, i in
        let w = weights[i]
        return sum + second[i] * square[i] + 2 * (second[i] - cross[i]) * w * mean[i]
          + (second[i] - 2 * cross[i] + eigenvalues[i]) * w * w
      }
  }
}
