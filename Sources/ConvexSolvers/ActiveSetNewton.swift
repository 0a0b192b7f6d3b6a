import ConvexFunctions
import LinearAlgebra

/// Newton's method on the piece where a polyhedral penalty is linear, moving from piece to piece.
///
/// On a piece w = E θ with θ = (w_F, t), and the objective is a quadratic whose Newton step δ solves
///
///     (XE)ᵀ(XE) δ = Eᵀh / 2 − (λ/2) slope,   h = 2Xᵀ(y − Xw)
///
/// A step that leaves the piece is brought back onto its border, which fixes many coordinates at once, and
/// is halved until the objective falls; coordinates at a kink whose optimality condition is violated join
/// the piece at each round. Started where ADMM has nearly settled, 3–10 rounds end at the solution to
/// rounding.
///
/// - Complexity: O(|F|³/3) per round.
/// - Source: Bertsekas, *SIAM J. Control Optim.* 20 (1982), two-metric projection, here on a cone.
struct ActiveSetNewton {
  let tolerance: Double
  let rounds: Int
  /// Whether to go on with more free weights than samples. A solution of generic data has fewer, so ADMM
  /// usually gets below by itself, which is cheaper.
  let triesDegenerate: Bool
  /// Beyond this, a degenerate system costs more than the ADMM iterations it may save.
  private static let largestDegenerateSystem = 2000

  /// A point of no larger objective than the start.
  func improve(_ start: ColumnPoint, column k: Int, in problem: RegularizedProblem) -> ColumnPoint {
    var point = start
    for _ in 0..<rounds where point.gap.relative > tolerance {
      guard
        let piece = problem.penalty.piece(at: point.weights.span, pulledBy: point.h.span, lambda: problem.lambda),
        let direction = direction(at: point, on: piece, in: problem),
        let next = descend(from: point, along: direction, on: piece, column: k, in: problem)
      else { return point }
      point = next
    }
    return point
  }

  /// The first of the full, half, quarter … steps that lowers the objective; nil when none does.
  private func descend(
    from point: ColumnPoint, along direction: [Double], on piece: LinearPiece, column k: Int,
    in problem: RegularizedProblem
  ) -> ColumnPoint? {
    var length = 1.0
    for _ in 0..<20 {
      var w = point.weights
      for j in w.indices { w[j] += length * direction[j] }
      var span = w.mutableSpan
      problem.penalty.retract(&span, onto: piece)
      let next = ColumnPoint(w, column: k, in: problem)
      if next.gap.objective < point.gap.objective { return next }
      length /= 2
    }
    return nil
  }

  /// The Newton step of the quadratic on a piece; nil when there is nothing to solve.
  private func direction(at point: ColumnPoint, on piece: LinearPiece, in problem: RegularizedProblem) -> [Double]? {
    let data = problem.data
    // A constant feature has no part in the quadratic: its weight stays where it is.
    let varying = zip(piece.free, piece.slopes).filter { data.squaredColumnNorms[$0.0] > 0 }
    let count = varying.count
    let size = count + (piece.pattern == nil ? 0 : 1)
    guard size > 0, size <= data.sampleCount + 1 || (triesDegenerate && size <= Self.largestDegenerateSystem) else {
      return nil
    }
    var system = Matrix(rows: size, columns: size)
    var right = varying.map { (point.h[$0.0] - problem.lambda * $0.1) / 2 }
    data.fillGram(of: varying.map(\.0), into: &system)
    if let pattern = piece.pattern {
      let product = data.timesGram(Matrix(rows: 1, columns: pattern.count, elements: pattern)).elements
      for (a, (j, _)) in varying.enumerated() { system[count, a] = product[j] }
      system[count, count] = dot(pattern.span, product.span)
      right.append((dot(pattern.span, point.h.span) - problem.lambda) / 2)
    }
    // Constant and collinear features make the system singular, yet consistent: a little more of each
    // diagonal entry leaves such directions alone whatever the scale of a feature, and the next round
    // repairs what it bends.
    for a in 0..<size { system[a, a] = system[a, a] > 0 ? system[a, a] * (1 + 1e-10) : 1 }
    guard let delta = Cholesky(system)?.solve(right) else { return nil }
    var direction = [Double](repeating: 0, count: point.weights.count)
    if let pattern = piece.pattern {
      for j in direction.indices { direction[j] = pattern[j] * delta[count] }
    }
    for (a, (j, _)) in varying.enumerated() { direction[j] = delta[a] }
    // More free weights than samples leave directions along which only the penalty falls: the quadratic has
    // no minimum there, and a step of the size of the weights themselves is enough to meet a border.
    let longest = direction.reduce(0) { max($0, $1.magnitude) }
    let limit = 4 * point.weights.reduce(0) { max($0, $1.magnitude) }
    if longest > limit, limit > 0 { for j in direction.indices { direction[j] *= limit / longest } }
    return direction
  }
}
