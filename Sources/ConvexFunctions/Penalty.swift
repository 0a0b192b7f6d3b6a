/// A convex function f of the weights of one class, with an explicit proximal operator.
///
/// The objective everywhere is Σ ℓ + λ Σₖ f(wₖ): the strength λ is the problem's, not the penalty's.
public protocol Penalty: Sendable {
  /// The name in the catalog, on the command line and in files: "l1".
  var name: String { get }
  /// What exact solutions look like, which decides how they are stored and where paths end.
  var structure: SolutionStructure { get }
  /// f(w).
  func value(_ w: Span<Double>) -> Double
  /// Replaces w with argmin over v of ½‖v − w‖² + step · f(v).
  func prox(_ w: inout MutableSpan<Double>, step: Double)
}

/// What a penalty makes of weights, exactly and not only nearly.
public enum SolutionStructure: Sendable, Equatable {
  /// Nothing in particular.
  case smooth
  /// Many weights are exactly zero.
  case zeros
  /// Many weights are exactly at ± the largest magnitude of their class.
  case boundary
}

/// A norm, whose dual norm decides which dual points are feasible and where the path begins.
public protocol NormPenalty: Penalty {
  /// The dual norm f°(h) = max { ⟨h, w⟩ : f(w) ≤ 1 }.
  func dualNorm(_ h: Span<Double>) -> Double
}

/// A norm that is linear on pieces of ℝᵈ: on each the problem is a small least-squares problem.
public protocol PolyhedralPenalty: NormPenalty {
  /// The coordinates that do not sit at a kink, by exact comparison: w should be the output of `prox`.
  func freeCoordinates(of w: Span<Double>) -> [Int]
  /// The piece on which to descend from w, given h = 2Xᵀ(y − Xw): that of w, enlarged by the coordinates
  /// at a kink whose optimality condition at strength λ is violated. Nil where w lies on no useful piece.
  func piece(at w: Span<Double>, pulledBy h: Span<Double>, lambda: Double) -> LinearPiece?
  /// Brings a point that has left the closure of a piece back onto its border, exactly.
  func retract(_ w: inout MutableSpan<Double>, onto piece: LinearPiece)
}

/// Where a polyhedral penalty is linear: f(w) = Σ_F slopeⱼ wⱼ + t, with w free on F and equal to
/// t · pattern elsewhere (t is absent, and w zero off F, when the pattern is nil).
public struct LinearPiece: Sendable, Equatable {
  /// F, ascending: the coordinates that move on their own.
  public var free: [Int]
  /// The slope of f along each free coordinate.
  public var slopes: [Double]
  /// ±1 on the coordinates that move together, 0 on the free ones.
  public var pattern: [Double]?

  public init(free: [Int], slopes: [Double], pattern: [Double]?) {
    self.free = free
    self.slopes = slopes
    self.pattern = pattern
  }
}
