import LinearAlgebra

/// f(w) = ‖w‖∞: solutions have most entries exactly at ±max, which is why their signs suffice.
///
/// Rival algorithms for the prox, best first for d around 1,000 in our use:
///
/// | algorithm | cost | chosen |
/// |---|---|---|
/// | Newton's method on the clipping level (Michelot) | 5–10 passes, no memory | yes: vectorizes, exact in the last pass |
/// | sort | O(d log d) and a copy | in the tests, as the twin |
/// | bisection | 50 passes | no: inexact |
public struct LInf: PolyhedralPenalty {
  public init() {}
  public var name: String { "linf" }
  public var structure: SolutionStructure { .boundary }

  public func value(_ w: Span<Double>) -> Double { largestMagnitude(w) }

  /// Clips w to the level that shaves off a given total.
  ///
  ///     prox(w)ⱼ = min(max(wⱼ, −c), c),   Σⱼ max(|wⱼ| − c, 0) = step
  ///
  /// By Moreau's identity this equals w minus its projection on the ℓ1 ball of radius `step`. If
  /// ‖w‖₁ ≤ `step` the level c is 0 and so is the result. Every entry with |wⱼ| ≥ c lands exactly on ±c;
  /// equality tests against c are therefore safe.
  ///
  /// - Complexity: O(d) per Newton step on the convex, decreasing, piecewise linear left side; the
  ///   iteration climbs monotonically from below and ends after finitely many steps, usually under ten.
  /// - Source: Parikh & Boyd, *Proximal Algorithms* (2014), §6.5; Michelot, *J. Optim. Theory Appl.* 50 (1986).
  public func prox(_ w: inout MutableSpan<Double>, step: Double) {
    var level = -1.0
    while true {
      var sum = 0.0
      var count = 0.0
      for i in w.indices where w[i].magnitude > level {
        sum += w[i].magnitude
        count += 1
      }
      let next = count > 0 ? (sum - step) / count : level
      // Also leaves on a NaN, which no comparison would end.
      guard next > level else { break }
      level = next
    }
    level = max(level, 0)
    for i in w.indices { w[i] = min(max(w[i], -level), level) }
  }

  /// ‖h‖₁.
  public func dualNorm(_ h: Span<Double>) -> Double { L1().value(h) }

  /// The entries strictly inside.
  public func freeCoordinates(of w: Span<Double>) -> [Int] {
    let largest = value(w)
    return w.indices.filter { w[$0].magnitude < largest }
  }

  /// F holds the entries strictly inside, with slope 0, and those on the boundary that are pulled inside
  /// (wⱼ hⱼ < 0); the others form the pattern and move together. Nil at w = 0, which has no pattern.
  public func piece(at w: Span<Double>, pulledBy h: Span<Double>, lambda: Double) -> LinearPiece? {
    let largest = value(w)
    var pattern = [Double](repeating: 0, count: w.count)
    for i in w.indices where w[i].magnitude == largest && w[i] * h[i] >= 0 { pattern[i] = w[i] < 0 ? -1 : 1 }
    guard largest > 0, pattern.contains(where: { $0 != 0 }) else { return nil }
    let free = w.indices.filter { pattern[$0] == 0 }
    return LinearPiece(free: free, slopes: [Double](repeating: 0, count: free.count), pattern: pattern)
  }

  /// Coordinates beyond the level of the pattern return to it.
  public func retract(_ w: inout MutableSpan<Double>, onto piece: LinearPiece) {
    guard let pattern = piece.pattern, let lead = pattern.firstIndex(where: { $0 != 0 }) else { return }
    let level = max(0, w[lead] * pattern[lead])
    for i in w.indices {
      w[i] = pattern[i] != 0 ? pattern[i] * level : min(max(w[i], -level), level)
    }
  }
}
