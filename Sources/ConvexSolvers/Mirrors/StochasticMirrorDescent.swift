public import ConvexFunctions
public import Iteration
public import LinearAlgebra
import Messages

/// Stochastic mirror descent on the squared error, from zero; one step of the method is one pass over the rows.
///
///     ψ′(a) ← ψ′(a) − η ((1/|B|) Σ_{i ∈ B} (φᵢ·a − yᵢ) φᵢ + (λ/n) a),   B random batches
///
/// ψ′(a) never leaves the row space of Φ, so that with λ = 0 the only point where it can come to rest is that of
/// `MirrorInterpolation`, whatever the batches: at interpolation no batch pulls any more. With λ > 0, gradient descent
/// only (ψ = a²/2), it circles around ridge regression at a distance that shrinks with η, and ends there where a batch
/// is all rows.
///
/// The automatic η is 1 / L(B), the expected smoothness of a batch in the metric diag(1/ψ″) at the weights reached (or at
/// the interpolation of least norm, where those are smaller), measured again at passes 8, 16, 32, …, and halved whenever
/// the misfit of a pass is above that of the one before by half.
///
/// - Complexity: O(n w) for each pass.
/// - Source: arXiv 2510.16250, section 4; L(B): Gower et al., *SGD: general analysis and improved rates* (2019), §3.
public struct StochasticMirrorDescent<Mirror: MirrorPotential>: IterativeMethod {
  private let mirror: Mirror
  private let lambda: Double
  private let batchSize: Int?
  private let stepSize: Double?
  private let stream: RandomStream

  /// - Parameters:
  ///   - lambda: of Σ (φᵢ·a − yᵢ)² + λ‖a‖², for ψ = a²/2.
  ///   - batchSize: The rows of a batch; nil is 32, or all rows with λ > 0.
  ///   - stepSize: η; nil is automatic.
  ///   - stream: Pass p takes its order from the branch "pass" p.
  /// - Throws: a `Refusal` of kind `usage` for values out of range, or λ > 0 with another mirror.
  public init(
    mirror: Mirror, lambda: Double = 0, batchSize: Int? = nil, stepSize: Double? = nil, stream: RandomStream
  ) throws {
    guard lambda >= 0, lambda.isFinite else {
      throw Refusal.usage("λ must be at least 0; found \(NumberText.short(lambda))")
    }
    guard lambda == 0 || mirror.name == "l2" else {
      throw Refusal.usage("mirror descent with λ > 0 is for the mirror l2; \(mirror.name) has a limit at λ = 0 only")
    }
    if let batchSize, batchSize < 1 { throw Refusal.usage("a batch has at least one row; found \(batchSize)") }
    if let stepSize, !(stepSize > 0 && stepSize.isFinite) {
      throw Refusal.usage("the step size must be above 0; found \(NumberText.short(stepSize))")
    }
    self.mirror = mirror
    self.lambda = lambda
    self.batchSize = batchSize
    self.stepSize = stepSize
    self.stream = stream
  }

  public struct State: Sendable {
    public internal(set) var weights: [Double]
    /// ψ′ of the weights.
    var u: [Double]
    public internal(set) var passes = 0
    /// Updates of the weights, one for each batch.
    public internal(set) var updates = 0
    /// η of the last pass.
    public internal(set) var stepSize: Double
    /// The squared misfit of the batches of the last pass, each before its update.
    var squaredMisfit = Double.infinity
  }

  public func start(_ problem: InterpolationProblem) -> State {
    let zeros = [Double](repeating: 0, count: problem.features.columnCount)
    return State(
      weights: zeros, u: zeros, stepSize: stepSize ?? automaticStep(problem, near: problem.minimumNorm, zeros))
  }

  public func step(_ problem: InterpolationProblem, _ state: inout State) {
    let n = problem.features.rowCount
    var order = stream.branch("pass", state.passes)
    let rows = order.permutation(n)
    var squares = 0.0
    let size = size(n)
    for low in stride(from: 0, to: n, by: size) {
      let batch = Array(rows[low..<min(low + size, n)])
      let features = problem.features.rows(batch)
      var rest = features.times(Matrix(rows: state.weights.count, columns: 1, elements: state.weights))
      for (i, row) in batch.enumerated() { rest.elements[i] -= problem.targets[row] }
      squares += squaredNorm(rest.elements[...])
      let pull = features.transposedTimes(rest).elements
      let (step, shrink) = (state.stepSize / Double(batch.count), state.stepSize * lambda / Double(n))
      for j in state.u.indices {
        state.u[j] -= step * pull[j] + shrink * state.weights[j]
        state.weights[j] = mirror.inverseDerivative(state.u[j])
      }
      state.updates += 1
    }
    state.passes += 1
    if stepSize == nil { adapt(problem, &state, squares) }
    state.squaredMisfit = squares
  }

  /// λ = 0: ‖Φ a − y‖ / ‖y‖. λ > 0: the gradient beside that at zero.
  public func residual(_ problem: InterpolationProblem, _ state: State) -> Double {
    let misfit = problem.misfit(state.weights)
    let scale = lambda > 0 ? problem.combined(problem.targets) : problem.targets
    guard scale.contains(where: { $0 != 0 }) else { return 0 }
    guard lambda > 0 else { return length(misfit) / length(scale) }
    let gradient = zip(problem.combined(misfit), state.weights).map { $0 - lambda * $1 }
    return length(gradient) / length(scale)
  }

  private func size(_ n: Int) -> Int { min(n, batchSize ?? (lambda > 0 ? n : 32)) }

  private func adapt(_ problem: InterpolationProblem, _ state: inout State, _ squares: Double) {
    if squares > 2.25 * state.squaredMisfit { state.stepSize /= 2 }
    let passes = state.passes
    if passes >= 8, passes & (passes - 1) == 0 {
      state.stepSize = min(state.stepSize, automaticStep(problem, near: problem.minimumNorm, state.weights))
    }
  }

  /// 1 / L(B) for diag(1/ψ″) at the larger of the two weights, entry by entry.
  private func automaticStep(_ problem: InterpolationProblem, near reference: [Double], _ weights: [Double]) -> Double {
    let n = problem.features.rowCount
    let size = size(n)
    let middle = (squaredNorm(reference[...]) / Double(reference.count)).squareRoot()
    // Where ψ″ vanishes at 0 the metric is infinite there; weights that move are not there for long.
    let metric = zip(reference, weights).map { a, b in
      [max(a.magnitude, b.magnitude), middle / 4].map { 1 / mirror.secondDerivative($0) }
    }.map { mirror.secondDerivative(0) == 0 ? min($0[0], $0[1]) : $0[0] }
    let rows = (0..<n).map { i in
      zip(problem.features.row(i), metric).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
    }
    let largest = problem.largestEigenvalue(metric: metric, using: stream.branch("smoothness"))
    // Sampling without replacement: between the mean smoothness of one row and that of all rows together.
    let (m, b) = (Double(n), Double(size))
    let together =
      n == 1 ? largest : (m * (b - 1) / (b * (m - 1)) * largest / m + (m - b) / (b * (m - 1)) * rows.max()!)
    let bound = max(together, largest / m) + lambda / m
    return bound > 0 && bound.isFinite ? 1 / bound : 1
  }
}

extension InterpolationProblem {
  /// The largest eigenvalue of Φ diag(D) Φᵀ, from below within a few percent: thirty steps of the power method.
  fileprivate func largestEigenvalue(metric: [Double], using stream: RandomStream) -> Double {
    var stream = stream
    var v = stream.gaussians(targets.count)
    var value = 0.0
    for _ in 0..<30 {
      let norm = length(v)
      guard norm > 0, norm.isFinite else { return value }
      let unit = v.map { $0 / norm }
      v = outputs(zip(metric, combined(unit)).map { $0 * $1 })
      value = dot(unit[...], v[...])
    }
    return value
  }
}
