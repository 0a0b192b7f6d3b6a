public import ConvexFunctions
import Iteration
import LinearAlgebra
import Messages

/// Solutions along decreasing strengths, each started from the one before.
public struct RegularizationPath: Sendable {
  /// The relative duality gap to reach.
  public var tolerance: Double
  /// ADMM iterations allowed per strength.
  public var stepLimit: Int

  public init(tolerance: Double = 1e-7, stepLimit: Int = 4000) {
    self.tolerance = tolerance
    self.stepLimit = stepLimit
  }

  /// Fits every strength, from the largest to the smallest, and returns them in that order.
  ///
  /// - Parameters:
  ///   - lambdas: λ > 0 (ridge: λ ≥ 0), in any order.
  ///   - observe: Called after each fit.
  /// - Throws: a `Refusal` of kind `usage` for a strength that is negative or not finite, or zero under a norm,
  ///   and of kind `failure` when an eigendecomposition does not converge.
  public func fit(
    _ data: LeastSquares, penalty: any Penalty, lambdas: [Double], observe: (LinearFit) -> Void = { _ in }
  ) throws -> [LinearFit] {
    for lambda in lambdas where !(lambda.isFinite && (lambda > 0 || (lambda == 0 && penalty is SquaredL2))) {
      throw Refusal.usage("λ must be positive and finite; found \(lambda)")
    }
    let decreasing = lambdas.sorted(by: >)
    if penalty is SquaredL2 {
      // One strength does not pay for the eigendecomposition that serves all.
      if decreasing.count == 1, !data.spectrum.isMade, let fit = SingleRidge.fit(data, decreasing[0]) {
        observe(fit)
        return [fit]
      }
      try data.checkSpectrum()
      let path = RidgePath(data)
      return decreasing.map { lambda in
        let fit = path.fit(lambda)
        observe(fit)
        return fit
      }
    }
    if let net = penalty as? ElasticNet {
      return try decreasing.map { lambda in
        let fit = try ElasticNetPath(penalty: net, path: self).fit(data, lambda: lambda)
        observe(fit)
        return fit
      }
    }
    guard let norm = penalty as? any PolyhedralPenalty else {
      throw Refusal.usage("no solver accepts the penalty \(penalty.name)")
    }
    try data.checkSpectrum()
    let method = ADMM(tolerance: tolerance)
    var state: ADMM.State?
    var fits: [LinearFit] = []
    for lambda in decreasing {
      let problem = RegularizedProblem(data, penalty: norm, lambda: lambda)
      let start = state.map { method.continued($0, to: problem) }
      let result = try run(
        method, on: problem, from: start,
        until: StoppingRule(tolerance: 1, stepLimit: stepLimit, checkEvery: ADMM.period))
      state = result.state
      let certificate = Certificate(result.state.weights, on: data, penalty: norm, lambda: lambda)
      let fit = LinearFit(
        weights: result.state.weights, intercept: data.intercept(for: result.state.weights), penalty: norm.name,
        structure: norm.structure,
        lambda: lambda, certificate: certificate, status: certificate.status(promised: 10 * tolerance),
        algorithm: result.state.newtonColumns > 0 ? "ADMM, active-set Newton" : "ADMM", iterations: result.steps)
      observe(fit)
      fits.append(fit)
    }
    return fits
  }
}
