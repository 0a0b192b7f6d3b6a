public import ConvexFunctions
import LinearAlgebra

/// How far weights are from the interpolating weights of least Σψ(aᵢ), recomputed from the problem alone.
///
/// Both are zero exactly at the solution: Φ a = y, and ψ′(a) in the row space of Φ.
public struct MirrorCertificate: Sendable, Equatable {
  /// ‖Φ a − y‖ / ‖y‖.
  public let misfit: Double
  /// The distance of ψ′(a) from the row space of Φ, divided by ‖ψ′(a)‖.
  public let distanceFromRowSpace: Double

  /// The larger of the two; NaN where one is.
  public var residual: Double { misfit.isNaN || misfit > distanceFromRowSpace ? misfit : distanceFromRowSpace }

  public init(_ weights: [Double], on problem: InterpolationProblem, mirror: some MirrorPotential) {
    misfit = length(problem.misfit(weights)) / max(length(problem.targets), .leastNormalMagnitude)
    let u = weights.map { mirror.derivative($0) }
    let inside = problem.combined(problem.multipliers(nearest: u))
    distanceFromRowSpace = length(zip(u, inside).map { $0 - $1 }) / max(length(u), .leastNormalMagnitude)
  }
}

/// ‖a‖, without overflow; NaN where an entry is not finite.
func length(_ a: [Double]) -> Double {
  guard a.allSatisfy(\.isFinite) else { return .nan }
  let largest = a.reduce(0) { max($0, $1.magnitude) }
  guard largest > 0 else { return 0 }
  return largest * squaredNorm(a.map { $0 / largest }[...]).squareRoot()
}
