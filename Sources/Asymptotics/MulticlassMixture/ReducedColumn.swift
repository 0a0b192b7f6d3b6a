import ConvexFunctions
import Iteration
import LinearAlgebra
import Messages

/// One column of the reduced problem, which has one row for each class instead of one for each sample.
///
///     min over w:  (A/2) ‖w‖² − ξ·w + g Σⱼ nⱼ (yⱼ − μⱼ·w)² + λ f(w)
///
/// Solved in its dual, which has k variables νⱼ = 2 g nⱼ (yⱼ − μⱼ·w): by Newton's method on
///
///     F(ν) = M w(ν) + ν/(2 g n) − y = 0,   w(ν) = prox_{λf/A}((ξ + Mᵀν)/A),
///
/// the gradient of a convex function, so that halving the step until that function falls makes it converge. F is
/// piecewise linear for ℓ1 and ℓ∞: the last step is exact.
///
/// - Complexity: O(d k²) for each of usually less than ten steps.
/// - Source: derivation in Documentation/MixtureTheory.md; Newton's method for such duals: Li, Sun & Toh,
///   *SIAM J. Optim.* 28 (2018), §3.
struct ReducedColumn: IterativeMethod {
  struct Problem {
    let penalty: any ShrinkagePenalty
    let lambda: Double
    /// M (k × d), without its mean row where there is an intercept.
    let means: Matrix
    /// ξ.
    let noise: [Double]
    /// A.
    let curvature: Double
    /// 2 g n.
    let stiffness: [Double]
    let targets: [Double]
  }

  struct State {
    var dual: [Double]
    var weights: [Double]
    /// F.
    var gradient: [Double]
    /// The function whose gradient F is.
    var objective: Double
  }

  func start(_ problem: Problem) throws -> State {
    point([Double](repeating: 0, count: problem.targets.count), problem)
  }

  private func point(_ dual: [Double], _ problem: Problem) -> State {
    var h = problem.noise
    for j in dual.indices { add(dual[j], times: problem.means.row(j), to: &h) }
    var w = h.map { $0 / problem.curvature }
    prox(&w, problem)
    let f = value(w, problem)
    var objective = dot(h[...], w[...]) - problem.curvature / 2 * squaredNorm(w[...]) - problem.lambda * f
    var gradient = dual
    for j in dual.indices {
      gradient[j] = dot(problem.means.row(j), w[...]) + dual[j] / problem.stiffness[j] - problem.targets[j]
      objective += dual[j] * (dual[j] / (2 * problem.stiffness[j]) - problem.targets[j])
    }
    return State(dual: dual, weights: w, gradient: gradient, objective: objective)
  }

  private func prox(_ w: inout [Double], _ problem: Problem) {
    let penalty = problem.penalty
    var span = w.mutableSpan
    penalty.prox(&span, step: problem.lambda / problem.curvature)
  }

  private func value(_ w: [Double], _ problem: Problem) -> Double {
    let penalty = problem.penalty
    return penalty.value(w.span)
  }

  func step(_ problem: Problem, _ state: inout State) throws {
    guard let factor = Cholesky(jacobian(problem, state.weights)) else {
      throw Refusal.failure("the reduced problem of the theory is singular; move λ or the sizes a little")
    }
    let direction = factor.solve(state.gradient.map { -$0 })
    let slope = dot(direction[...], state.gradient[...])
    var length = 1.0
    while true {
      let next = point(zip(state.dual, direction).map { $0 + length * $1 }, problem)
      let slack = 1e-12 * max(state.objective.magnitude, next.objective.magnitude)
      if next.objective <= state.objective + 1e-4 * length * slope + slack || length < 1e-9 {
        state = next
        return
      }
      length /= 2
    }
  }

  /// M H Mᵀ/A + diag(1/(2 g n)), H the derivative of the prox.
  private func jacobian(_ problem: Problem, _ w: [Double]) -> Matrix {
    let k = problem.targets.count
    var reduced: Matrix
    switch problem.penalty.structure {
    case .smooth, .zeros:
      // The slope of the prox is the same wherever it is not 0; any threshold is below λ/A.
      let beyond = problem.lambda / problem.curvature
      var probe = [2 * beyond, 3 * beyond]
      prox(&probe, problem)
      let slope = (probe[1] - probe[0]) / beyond
      let active = problem.penalty.structure == .smooth ? problem.means : restricted(problem.means) { w[$0] != 0 }
      reduced = active.rowGram
      for i in reduced.elements.indices { reduced.elements[i] *= slope }
    case .boundary:
      let most = w.reduce(0) { max($0, $1.magnitude) }
      let inside = restricted(problem.means) { w[$0].magnitude < most }
      reduced = inside.columnCount > 0 ? inside.rowGram : Matrix(rows: k, columns: k)
      if most > 0 {
        // The weights at the boundary move together.
        let count = w.count { $0.magnitude == most }
        let pattern = w.map { $0 == most ? 1.0 : $0 == -most ? -1.0 : 0 }
        let along = (0..<k).map { dot(problem.means.row($0), pattern[...]) }
        for i in 0..<k { for j in 0..<k { reduced[i, j] += along[i] * along[j] / Double(count) } }
      }
    }
    for i in reduced.elements.indices { reduced.elements[i] /= problem.curvature }
    for j in 0..<k { reduced[j, j] += 1 / problem.stiffness[j] }
    return reduced
  }

  private func restricted(_ means: Matrix, where isFree: (Int) -> Bool) -> Matrix {
    let free = (0..<means.columnCount).filter(isFree)
    var elements: [Double] = []
    elements.reserveCapacity(free.count * means.rowCount)
    for j in 0..<means.rowCount { for i in free { elements.append(means[j, i]) } }
    return Matrix(rows: means.rowCount, columns: free.count, elements: elements)
  }

  func residual(_ problem: Problem, _ state: State) -> Double {
    state.gradient.reduce(0) { $1.magnitude > $0 || $1.isNaN ? $1.magnitude : $0 }
  }
}
