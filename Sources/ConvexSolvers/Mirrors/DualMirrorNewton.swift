import ConvexFunctions
import Iteration
import LinearAlgebra

/// Newton's method with exact line search on the dual problem of mirror interpolation.
///
///     max over ν of ν·y − Σᵢ ψ*((Φᵀν)ᵢ):   gradient y − Φ a,  Hessian −Φ diag(1/ψ″(a)) Φᵀ,  a = (ψ′)⁻¹(Φᵀν)
///
/// ψ′(a) = Φᵀν at every step, so that the misfit is all that is left.
struct DualMirrorNewton<Mirror: MirrorPotential>: IterativeMethod {
  let mirror: Mirror

  struct State {
    /// Φᵀν.
    var u: [Double]
    /// (ψ′)⁻¹(u).
    var weights: [Double]
    /// y − Φ a.
    var misfit: [Double]
  }

  /// The best multiple of the ν of minimum norm: its Φᵀν is 0 nowhere, in general.
  func start(_ problem: InterpolationProblem) -> State {
    let direction = problem.minimumNorm
    let norm = squaredNorm(direction[...])
    // With u = t a₂ the dual slope is a₂·(a₂ − a(u)), as ν·y = ‖a₂‖².
    let zero = [Double](repeating: 0, count: direction.count)
    let t = lineSearch(slopeAtZero: norm) { t in
      norm - slope(zero, direction, t)
    }
    return state(problem, direction.map { t * $0 })
  }

  func step(_ problem: InterpolationProblem, _ state: inout State) {
    var metric = state.weights.map { 1 / mirror.secondDerivative($0) }
    let mean = metric.reduce(0, +) / Double(metric.count)
    // A little of the plain metric where curvature is so uneven that the factorization fails.
    var floor = 0.0
    var direction = problem.solve(metric: metric, state.misfit)
    while direction == nil, floor < 1 {
      floor = max(1e-14, 100 * floor)
      for i in metric.indices { metric[i] += floor * mean }
      direction = problem.solve(metric: metric, state.misfit)
    }
    guard let direction else { return }
    let v = problem.combined(direction)
    let rise = dot(direction[...], problem.targets[...])
    let now = state.u
    let t = lineSearch(slopeAtZero: dot(direction[...], state.misfit[...])) { t in
      rise - slope(now, v, t)
    }
    state = self.state(problem, zip(now, v).map { $0 + t * $1 })
  }

  func residual(_ problem: InterpolationProblem, _ state: State) -> Double {
    length(state.misfit) / length(problem.targets)
  }

  private func state(_ problem: InterpolationProblem, _ u: [Double]) -> State {
    let weights = u.map { mirror.inverseDerivative($0) }
    return State(u: u, weights: weights, misfit: problem.misfit(weights))
  }

  /// Σ vᵢ (ψ′)⁻¹(uᵢ + t vᵢ).
  private func slope(_ u: [Double], _ v: [Double], _ t: Double) -> Double {
    var sum = 0.0
    for i in u.indices { sum += v[i] * mirror.inverseDerivative(u[i] + t * v[i]) }
    return sum
  }
}
