import ConvexFunctions
import LinearAlgebra

/// Newton's method on one piece of a polyhedral penalty after the other, by single exchanges.
///
/// On a piece w = E θ the minimizer is found by one solve with the factor of X_FᵀX_F. A coordinate that meets
/// a kink on the way stays there and leaves the piece; at the minimizer those at a kink whose optimality
/// condition is violated join it. Every step lowers the objective, so that it ends after finitely many, at the
/// solution, where `ActiveSetNewton`, which changes many coordinates at once, circles: near interpolation.
/// Free coordinates stay independent: along a dependent one the fit is constant and the penalty linear, so
/// that it moves until a coordinate leaves.
///
/// - Complexity: O(|F|²) per exchange and a product with XᵀX per minimizer.
/// - Source: Osborne, Presnell & Turlach, *IMA J. Numer. Anal.* 20 (2000), §3 (ℓ1); here for any such penalty.
struct ActiveSetPivots {
  let tolerance: Double

  /// A point of no larger objective than the start.
  func improve(_ start: ColumnPoint, column k: Int, in problem: RegularizedProblem) -> ColumnPoint {
    // Without XᵀX the first factor alone costs O(n |F|²) in products of columns, |F| up to n: for thousands of
    // samples more than the ADMM iterations that it saves.
    guard problem.data.gram != nil || problem.data.sampleCount <= 500, var face = Face(start, in: problem) else {
      return start
    }
    var best = start
    // Enough to replace every coordinate a few times; more of them is a circle of ties.
    for _ in 0..<(4 * min(problem.data.featureCount, problem.data.sampleCount) + 100) {
      guard face.descend() else { return best }
      let point = ColumnPoint(face.weights, column: k, in: problem)
      guard point.gap.objective.isFinite, point.gap.objective <= best.gap.objective * (1 + 1e-12) else { return best }
      best = point
      if point.gap.relative <= tolerance || !face.enter(violatorsAt: point) { return best }
    }
    return best
  }
}

/// A piece with the factor of its free columns.
private struct Face {
  private let problem: RegularizedProblem
  private(set) var weights: [Double]
  private var products: ColumnProducts
  private var factor = UpdatableCholesky()
  /// F in the order of the factor, with the slopes of f.
  private var free: [Int] = []
  private var slopes: [Double] = []
  private var isFree: [Bool]
  /// ±1 where w = ±level; nil where kinks are at zero.
  private var pattern: [Double]?
  private var level = 0.0
  /// Half of the negative gradient along F, and along the pattern.
  private var pull: [Double] = []
  private var patternPull = 0.0

  /// Nil where w lies on no useful piece.
  init?(_ start: ColumnPoint, in problem: RegularizedProblem) {
    let (w, data) = (start.weights, problem.data)
    // Pulled by nothing, only what is strictly off the kinks is free.
    let none = [Double](repeating: 0, count: w.count)
    guard let piece = problem.penalty.piece(at: w.span, pulledBy: none.span, lambda: problem.lambda) else { return nil }
    self.problem = problem
    weights = w
    pattern = piece.pattern
    isFree = [Bool](repeating: false, count: w.count)
    products = ColumnProducts(data, pattern: piece.pattern)
    let level = problem.penalty.structure == .boundary ? problem.penalty.value(w.span) : 0
    self.level = level
    // Far from a kink first: those are the ones to keep where they depend on each other.
    let room = { (j: Int) in piece.pattern == nil ? w[j].magnitude : level - w[j].magnitude }
    let order = zip(piece.free, piece.slopes).filter { data.squaredColumnNorms[$0.0] > 0 }
      .sorted { (room($0.0), $1.0) > (room($1.0), $0.0) }
    for (j, slope) in order where !insert(j, slope) { return nil }
    setPull(start.h)
  }

  /// Goes to the minimizer on the piece, leaving coordinates at the kinks that it meets; false where that
  /// does not end well.
  mutating func descend() -> Bool {
    for _ in 0...(free.count + 1) {
      var direction = factor.solve(pull)
      var levelStep = 0.0
      var isNewton = true
      if pattern != nil {
        let border = free.map { products.pattern(with: $0) }
        let a = factor.solve(border)
        let rest = products.patternSquare - dot(border[...], a[...])
        if rest > 1e-10 * products.patternSquare {
          levelStep = (patternPull - dot(border[...], direction[...])) / rest
          for i in direction.indices { direction[i] -= a[i] * levelStep }
        } else {
          // The pattern depends on F: a lower level costs no fit.
          (levelStep, direction, isNewton) = (-1, a, false)
        }
      }
      let block = firstBlock(direction, levelStep)
      if isNewton, block == nil || block!.length >= 1 {
        move(direction, levelStep, 1)
        return true
      }
      guard let block else { return false }
      move(direction, levelStep, block.length)
      if isNewton {
        for i in pull.indices { pull[i] *= 1 - block.length }
        patternPull *= 1 - block.length
      }
      drop(block.position)
      if pattern != nil, !(level > 0) { return false }
    }
    return false
  }

  /// Lets the coordinates at a kink that are pulled off it most join the piece; false where there are none.
  mutating func enter(violatorsAt point: ColumnPoint) -> Bool {
    let lambda = problem.lambda
    guard let piece = problem.penalty.piece(at: weights.span, pulledBy: point.h.span, lambda: lambda) else {
      return false
    }
    let norms = problem.data.squaredColumnNorms
    let candidates = zip(piece.free, piece.slopes)
      .filter { !isFree[$0.0] && norms[$0.0] > 0 }
      .map { (index: $0.0, slope: $0.1, size: (point.h[$0.0] - lambda * $0.1).magnitude) }
      .sorted { ($0.size, $1.index) > ($1.size, $0.index) }
    guard let first = candidates.first else { return false }
    var entered = false
    for candidate in candidates.prefix(1 + free.count / 16) where candidate.size >= 0.2 * first.size {
      let j = candidate.index
      if let sign = pattern?[j] {
        pattern?[j] = 0
        products.add(j, sign: -sign)
      }
      if insert(j, candidate.slope) {
        entered = true
      } else if pattern != nil {
        return false
      }
    }
    setPull(point.h)
    return entered
  }

  // MARK: Exchanges

  /// Adds j to F. Where xⱼ depends on F, first moves along that dependence, downhill, until one leaves;
  /// false where there is no way downhill.
  private mutating func insert(_ j: Int, _ slope: Double) -> Bool {
    let square = problem.data.squaredColumnNorms[j]
    for _ in 0..<2 {
      let inner = products.of(j, with: free)
      if factor.append(inner, square: square) {
        free.append(j)
        slopes.append(slope)
        isFree[j] = true
        return true
      }
      // X δ = 0 for δⱼ = 1, δ_F = −a.
      var direction = factor.solve(inner).map { -$0 }
      let rise = slope + dot(slopes[...], direction[...])
      var own = rise > 0 ? -1.0 : 1.0
      // At a kink it can only leave in the direction of its slope.
      if pattern == nil, weights[j] == 0 {
        guard rise * slope < 0 else { return false }
        own = slope
      }
      if own < 0 { direction = direction.map { -$0 } }
      let mine = room(j, at: weights[j], own, slope)
      let block = firstBlock(direction, 0)
      let length = min(mine, block?.length ?? .infinity)
      guard length.isFinite else { return false }
      move(direction, 0, length)
      weights[j] += own * length
      if mine <= length {
        settle(j, direction: own)
        return true
      }
      if let block { drop(block.position) }
    }
    return false
  }

  /// How far coordinate j may go before it meets a kink.
  private func room(_ j: Int, at w: Double, _ speed: Double, _ slope: Double, _ levelStep: Double = 0) -> Double {
    if pattern == nil { return speed * slope < 0 ? max(0, -w / speed) : .infinity }
    let (up, down) = (speed - levelStep, -speed - levelStep)
    return min(up > 0 ? max(0, (level - w) / up) : .infinity, down > 0 ? max(0, (level + w) / down) : .infinity)
  }

  private func firstBlock(_ direction: [Double], _ levelStep: Double) -> (position: Int, length: Double)? {
    var best: (position: Int, length: Double)?
    for (i, j) in free.enumerated() {
      let length = room(j, at: weights[j], direction[i], slopes[i], levelStep)
      if length < best?.length ?? .infinity { best = (i, length) }
    }
    return best
  }

  private mutating func move(_ direction: [Double], _ levelStep: Double, _ length: Double) {
    for (i, j) in free.enumerated() { weights[j] += length * direction[i] }
    guard let pattern, levelStep != 0 else { return }
    level += length * levelStep
    for j in weights.indices where pattern[j] != 0 { weights[j] = pattern[j] * level }
  }

  /// Takes the coordinate at a position of F out, to the kink that it has met.
  private mutating func drop(_ position: Int) {
    let j = free.remove(at: position)
    slopes.remove(at: position)
    factor.remove(at: position)
    isFree[j] = false
    // The gradient along the pattern now has a part of j; before the first gradient is known there is none.
    if position < pull.count {
      let gradient = pull.remove(at: position)
      if pattern != nil { patternPull += (weights[j] < 0 ? -1 : 1) * gradient }
    }
    settle(j, direction: weights[j])
  }

  /// Puts a coordinate exactly onto its kink.
  private mutating func settle(_ j: Int, direction: Double) {
    guard pattern != nil else {
      weights[j] = 0
      return
    }
    let sign = direction < 0 ? -1.0 : 1
    pattern?[j] = sign
    weights[j] = sign * level
    products.add(j, sign: sign)
  }

  private mutating func setPull(_ h: [Double]) {
    let lambda = problem.lambda
    pull = zip(free, slopes).map { (h[$0] - lambda * $1) / 2 }
    if let pattern { patternPull = (dot(pattern[...], h[...]) - lambda) / 2 }
  }
}
