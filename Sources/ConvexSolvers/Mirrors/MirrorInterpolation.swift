public import ConvexFunctions
public import Iteration
import LinearAlgebra

/// Where mirror descent from zero ends: the interpolating weights of least Σψ(aᵢ), by Newton's method.
///
///     min Σᵢ ψ(aᵢ) subject to Φ a = y
///
/// Where ψ″(0) = 0 (as for |a|^q, q > 2) the curvature of the conjugate is infinite at 0, and Newton's method works on
/// the weights; else it works on the multipliers ν of the dual problem, a = (ψ′)⁻¹(Φᵀν), where ψ″ may be infinite at 0.
///
/// - Complexity: O(n² w) for each step; five to thirty steps.
/// - Source: arXiv 2510.16250, section 4, on where mirror descent ends.
public struct MirrorInterpolation: Sendable {
  public var rule: StoppingRule

  /// - Parameter rule: its tolerance is that of `MirrorCertificate.residual`.
  public init(until rule: StoppingRule = StoppingRule(tolerance: 1e-9, stepLimit: 200)) { self.rule = rule }

  /// Weights, and what they are worth.
  public struct Fit: Sendable {
    public let weights: [Double]
    public let certificate: MirrorCertificate
    public let steps: Int
    public let outcome: Outcome
  }

  /// - Parameter observe: called after every step with its number and the residual.
  public func callAsFunction(
    _ problem: InterpolationProblem, mirror: some MirrorPotential,
    observe: (_ step: Int, _ residual: Double) -> Void = { _, _ in }
  ) throws -> Fit {
    func fit(_ weights: [Double], _ steps: Int, _ outcome: Outcome) -> Fit {
      Fit(
        weights: weights, certificate: MirrorCertificate(weights, on: problem, mirror: mirror), steps: steps,
        outcome: outcome)
    }
    // Zero alone interpolates zeros with the least potential.
    guard problem.targets.contains(where: { $0 != 0 }) else {
      return fit([Double](repeating: 0, count: problem.features.columnCount), 0, .converged)
    }
    if mirror.secondDerivative(0) == 0 {
      let run = try Iteration.run(PrimalMirrorNewton(mirror: mirror), on: problem, until: rule, observe: observe)
      return fit(run.state.weights, run.steps, run.outcome)
    }
    let run = try Iteration.run(DualMirrorNewton(mirror: mirror), on: problem, until: rule, observe: observe)
    return fit(run.state.weights, run.steps, run.outcome)
  }
}
