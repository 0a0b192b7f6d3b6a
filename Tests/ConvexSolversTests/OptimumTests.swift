import ConvexFunctions
import ConvexSolvers
import Iteration
import LinearAlgebra
import Testing

/// Our objective against the one that other people's solvers reach, on problems that both sides draw.
@Suite struct OptimumTests {
  /// 1e-6 of the objective, above or below: what the solvers promise; the other side is within 1e-9.
  @Test(arguments: SolverOptima.problems, ["l2", "l1", "linf"]) func agreesWithOtherSolvers(
    _ problem: DrawnProblem, _ name: String
  ) throws {
    let penalty = try #require(Penalties.named(name))
    let (x, y) = problem.draw()
    let data = try LeastSquares(features: x, targets: y, intercept: problem.intercept)
    let rows = SolverOptima.rows.filter { $0.problem == problem.index && $0.penalty == name }
      .sorted { $0.lambda > $1.lambda }
    try #require(rows.count >= 5)
    let along = try RegularizationPath().fit(data, penalty: penalty, lambdas: rows.map(\.lambda))
    for (row, fit) in zip(rows, along) {
      // Along the path, and from nothing: ridge also without the eigendecomposition that the path has made.
      let fresh = name == "l2" ? try LeastSquares(features: x, targets: y, intercept: problem.intercept) : data
      let alone = try RegularizationPath().fit(fresh, penalty: penalty, lambdas: [row.lambda])[0]
      if name == "l2" { #expect(alone.algorithm == "Cholesky") }
      for fit in [fit, alone] {
        #expect(fit.status == .converged, "λ/λmax \(row.fraction)")
        let objective = problem.objective(fit.weights, penalty: name, lambda: row.lambda)
        let excess = (objective - row.objective) / row.objective
        #expect(excess.magnitude <= 1e-6, "λ/λmax \(row.fraction): relative excess \(excess)")
        #expect((fit.certificate.objective - objective).magnitude <= 1e-9 * objective)
      }
    }
  }

  /// At least twelve problems for every penalty, from a weak strength to one that leaves nothing.
  @Test(arguments: ["l2", "l1", "linf"]) func theTableIsComplete(_ name: String) {
    let rows = SolverOptima.rows.filter { $0.penalty == name }
    #expect(Set(rows.map(\.problem)).count >= 12)
    #expect(rows.contains { $0.fraction <= 1e-4 } && rows.contains { $0.fraction >= 1 })
  }
}
