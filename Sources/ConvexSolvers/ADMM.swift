import ConvexFunctions
public import Iteration
public import LinearAlgebra

/// The alternating direction method of multipliers for norm penalties, all columns together.
///
///     W ← (2XᵀX + ρ)⁻¹ (2XᵀY + ρ(Z − U)),   Z ← prox_{λf/ρ}(Ŵ + U),   U ← U + Ŵ − Z
///
/// with Ŵ = 1.7 W + (1 − 1.7) Z (over-relaxation). Goals, in order: certified gaps, one factorization for
/// all strengths and all ρ, exact zeros and boundary values. So the inverse is applied in the eigenbasis,
/// every column has its own ρ, and the answer is Z, the output of the prox.
///
/// Once the piece of the penalty on which a column lies has nearly settled, `ActiveSetNewton` is tried
/// from there; ADMM alone would need hundreds of iterations for the last digits. Where that does not end at
/// a solution, `ActiveSetPivots` goes on. A column whose gap is within the tolerance leaves the batch.
///
/// - Complexity: two products with r × d per iteration, O(K d r).
/// - Source: Boyd et al., *Foundations and Trends in ML* 3 (2011), §3.4.3 (over-relaxation), §6.4.
public struct ADMM: IterativeMethod {
  /// Each column's relative duality gap to reach.
  public var tolerance: Double
  private let relaxation = 1.7
  /// Iterations between two looks at the gaps.
  static let period = 20

  /// - Precondition: `tolerance` > 0.
  public init(tolerance: Double = 1e-7) {
    precondition(tolerance > 0)
    self.tolerance = tolerance
  }

  public struct State: Sendable {
    /// Z (K × d), the answer so far.
    public internal(set) var weights: Matrix
    /// U, the scaled multipliers (K × d).
    var multipliers: Matrix
    var rho: [Double]
    /// The columns that still move.
    var active: [Int]
    /// The relative gap of each column when last seen.
    var gaps: [Double]
    var iteration = 0
    /// How far W and Z were apart, and how far Z moved, in the last iteration; per column.
    var primal: [Double]
    var dual: [Double]
    /// The free coordinates when Newton's method was last considered, to see whether they have settled.
    var pieces: [[Int]]
    var nextNewton: Int
    /// Columns finished by Newton's method.
    public internal(set) var newtonColumns = 0
  }

  public func start(_ problem: RegularizedProblem) -> State {
    let (k, d) = (problem.data.columnCount, problem.data.featureCount)
    // ρ near the curvature of the typical direction balances the two residuals from the start.
    let mean = problem.data.eigenvalues.reduce(0, +) / Double(max(1, problem.data.eigenvalues.count))
    let rho = max(mean, .leastNormalMagnitude)
    var state = State(
      weights: Matrix(rows: k, columns: d), multipliers: Matrix(rows: k, columns: d),
      rho: [Double](repeating: rho, count: k), active: Array(0..<k), gaps: [Double](repeating: .infinity, count: k),
      primal: [Double](repeating: 0, count: k), dual: [Double](repeating: 0, count: k),
      pieces: [[Int]](repeating: [], count: k), nextNewton: Self.period)
    look(problem, &state)
    return state
  }

  /// The same point as the start of another strength; multipliers and ρ stay as they are. Newton's method is
  /// tried at once, from the pieces of the strength before.
  func continued(_ state: State, to problem: RegularizedProblem) -> State {
    var next = state
    next.active = Array(0..<problem.data.columnCount)
    next.iteration = 0
    next.nextNewton = 0
    next.newtonColumns = 0
    look(problem, &next)
    return next
  }

  public func step(_ problem: RegularizedProblem, _ state: inout State) {
    let data = problem.data
    let d = data.featureCount
    let active = state.active
    guard !active.isEmpty else { return }
    var b = Matrix(rows: active.count, columns: d)
    for (row, k) in active.enumerated() {
      let rho = state.rho[k]
      let (from, to) = (k * d, row * d)
      for j in 0..<d {
        b.elements[to + j] =
          2 * data.correlations.elements[from + j]
          + rho * (state.weights.elements[from + j] - state.multipliers.elements[from + j])
      }
    }
    // (2XᵀX + ρ)⁻¹b = b/ρ − V [2e / (ρ(2e + ρ))] Vᵀb.
    var inside = b.timesTransposed(data.directions)
    for (row, k) in active.enumerated() {
      let rho = state.rho[k]
      for (i, e) in data.eigenvalues.enumerated() { inside[row, i] *= 2 * e / (2 * e + rho) / rho }
    }
    let correction = inside.times(data.directions)
    for (row, k) in active.enumerated() {
      let rho = state.rho[k]
      let (from, to) = (k * d, row * d)
      var next = [Double](repeating: 0, count: d)
      var apart = 0.0
      for j in 0..<d {
        let w = b.elements[to + j] / rho - correction.elements[to + j]
        let z = state.weights.elements[from + j]
        let x = relaxation * w + (1 - relaxation) * z + state.multipliers.elements[from + j]
        b.elements[to + j] = w
        state.multipliers.elements[from + j] = x
        next[j] = x
      }
      var span = next.mutableSpan
      problem.penalty.prox(&span, step: problem.lambda / rho)
      var moved = 0.0
      for j in 0..<d {
        let z = next[j]
        let change = z - state.weights.elements[from + j]
        let gap = b.elements[to + j] - z
        moved += change * change
        apart += gap * gap
        state.multipliers.elements[from + j] -= z
        state.weights.elements[from + j] = z
      }
      state.primal[k] = apart
      state.dual[k] = moved
    }
    state.iteration += 1
    if state.iteration.isMultiple(of: Self.period) { look(problem, &state) }
  }

  /// The largest relative gap among the columns, in units of the tolerance.
  public func residual(_ problem: RegularizedProblem, _ state: State) -> Double {
    (state.gaps.max() ?? 0) / tolerance
  }

  /// Measures the gaps, lets finished columns go, tries Newton's method, rebalances ρ.
  private func look(_ problem: RegularizedProblem, _ state: inout State) {
    let tryNewton = state.iteration >= state.nextNewton
    if tryNewton { state.nextNewton = max(state.iteration + Self.period, state.iteration * 3 / 2) }
    let points = ColumnPoint.all(state.weights.rows(state.active), columns: state.active, in: problem)
    var remaining: [Int] = []
    for (point, k) in zip(points, state.active) {
      state.gaps[k] = point.gap.relative
      if state.gaps[k] <= tolerance { continue }
      if tryNewton, settled(problem, k, point.weights, &state), newton(problem, k, point, &state) { continue }
      balance(k, &state)
      remaining.append(k)
    }
    state.active = remaining
  }

  /// True when few coordinates changed sides since the last look.
  private func settled(_ problem: RegularizedProblem, _ k: Int, _ weights: [Double], _ state: inout State) -> Bool {
    let free = problem.penalty.freeCoordinates(of: weights.span)
    let before = state.pieces[k]
    state.pieces[k] = free
    let changes = Set(free).symmetricDifference(before).count
    return changes <= 5 + free.count / 4
  }

  /// Takes Newton's point where its gap is smaller; true when it is a solution.
  private func newton(_ problem: RegularizedProblem, _ k: Int, _ start: ColumnPoint, _ state: inout State) -> Bool {
    // A few rounds change most of what must change; single exchanges are cheaper for the rest, except where
    // every product costs a pass over the samples.
    let rounds = problem.data.gram == nil ? 25 : 3
    var point = ActiveSetNewton(tolerance: tolerance, rounds: rounds, triesDegenerate: state.iteration >= 400)
      .improve(start, column: k, in: problem)
    if point.gap.relative > tolerance {
      point = ActiveSetPivots(tolerance: tolerance).improve(point, column: k, in: problem)
    }
    guard point.gap.relative < state.gaps[k] else { return false }
    state.gaps[k] = point.gap.relative
    let offset = k * problem.data.featureCount
    for j in point.weights.indices {
      state.weights.elements[offset + j] = point.weights[j]
      // At a solution ρU = h = 2Xᵀ(y − Xw): the multipliers that belong to this point.
      state.multipliers.elements[offset + j] = point.h[j] / state.rho[k]
    }
    let solved = point.gap.relative <= tolerance
    if solved { state.newtonColumns += 1 }
    return solved
  }

  /// Moves ρ towards equal primal and dual residuals; less and less often, so that ADMM converges.
  private func balance(_ k: Int, _ state: inout State) {
    let round = state.iteration / Self.period
    guard round > 0, round & (round - 1) == 0 || round < 8 else { return }
    let d = state.weights.columnCount
    let z = squaredNorm(state.weights.row(k))
    let u = squaredNorm(state.multipliers.row(k))
    guard z > 0, u > 0, state.primal[k] > 0, state.dual[k] > 0 else { return }
    let ratio = ((state.primal[k] / z) / (state.dual[k] / u)).squareRoot()
    let factor = min(max(ratio.squareRoot(), 0.1), 10)
    state.rho[k] *= factor
    for j in k * d..<(k + 1) * d { state.multipliers.elements[j] /= factor }
  }
}
