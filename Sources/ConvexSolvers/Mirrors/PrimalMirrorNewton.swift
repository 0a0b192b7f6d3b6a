import ConvexFunctions
import Iteration
import LinearAlgebra

/// Newton's method with exact line search on the weights of mirror interpolation, all steps inside Φ a = y.
///
///     Φ D Φᵀ ν = Φ D ψ′(a),   Δa = D (Φᵀν − ψ′(a)),   D = diag(1/ψ″(a))
///
/// The curvature of weights near 0, where ψ″ vanishes, is taken from below: a step moves them freely, not infinitely.
/// What the uneven D leaves of Φ Δa by rounding is taken out, so that Φ a = y stays true.
struct PrimalMirrorNewton<Mirror: MirrorPotential>: IterativeMethod {
  let mirror: Mirror

  struct State {
    var weights: [Double]
  }

  func start(_ problem: InterpolationProblem) -> State { State(weights: problem.minimumNorm) }

  func step(_ problem: InterpolationProblem, _ state: inout State) {
    let a = state.weights
    let slopes = a.map { mirror.derivative($0) }
    let curvatures = a.map { mirror.secondDerivative($0) }
    let mean = curvatures.reduce(0, +) / Double(a.count)
    for share in [1e-12, 1e-8, 1e-4, 1] {
      // In units of the mean, so that the metric is near 1.
      let metric = curvatures.map { 1 / (max($0, share * mean) / mean) }
      let right = problem.outputs(zip(metric, slopes).map { $0 * $1 })
      guard let nu = problem.solve(metric: metric, right) else { continue }
      let pull = zip(problem.combined(nu), slopes).map { $0 - $1 }
      let free = zip(metric, pull).map { $0 * $1 / mean }
      let direction = zip(free, problem.combined(problem.multipliers(nearest: free))).map { $0 - $1 }
      let descent = -dot(direction[...], slopes[...])
      guard descent > 0 else { continue }
      let t = lineSearch(slopeAtZero: descent) { t in
        var sum = 0.0
        for i in a.indices { sum -= direction[i] * mirror.derivative(a[i] + t * direction[i]) }
        return sum
      }
      for i in a.indices { state.weights[i] += t * direction[i] }
      return
    }
  }

  func residual(_ problem: InterpolationProblem, _ state: State) -> Double {
    MirrorCertificate(state.weights, on: problem, mirror: mirror).residual
  }
}
