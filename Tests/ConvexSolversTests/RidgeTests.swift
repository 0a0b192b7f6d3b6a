import ConvexFunctions
import ConvexSolvers
import LinearAlgebra
import Testing

@Suite struct RidgeTests {
  /// The normal equations, from the problem alone.
  @Test(arguments: Case.all, [1e-3, 1.0, 300.0]) func solvesTheNormalEquations(_ problem: Case, _ lambda: Double) throws
  {
    let fit = RidgePath(try problem.data()).fit(lambda)
    // The square of a rounding error of about 1e-12, over λ and a small objective.
    #expect(fit.certificate.relativeGap <= 1e-14)
  }

  /// Leave-one-out against retraining without each sample, to rounding.
  @Test(arguments: [
    Case(n: 14, d: 5, intercept: true), Case(n: 9, d: 20, intercept: true), Case(n: 12, d: 6, intercept: false),
  ])
  func leaveOneOutEqualsRetraining(_ problem: Case) throws {
    var stream = RandomStream(seed: 6).branch("loo", problem.d)
    let x = Matrix(rows: problem.n, columns: problem.d, elements: stream.gaussians(problem.n * problem.d))
    let y = Matrix(rows: problem.n, columns: 2, elements: stream.gaussians(problem.n * 2))
    for lambda in [0.05, 2.0] {
      let data = try LeastSquares(features: x, targets: y, intercept: problem.intercept)
      let fast = RidgePath(data).leaveOneOut(lambda)
      for i in 0..<problem.n {
        let rest = (0..<problem.n).filter { $0 != i }
        let part = try LeastSquares(features: x.rows(rest), targets: y.rows(rest), intercept: problem.intercept)
        let fit = RidgePath(part).fit(lambda)
        for k in 0..<2 {
          let slow = dot(fit.weights.row(k), x.row(i)) + fit.intercept[k]
          #expect((fast[i, k] - slow).magnitude < 1e-10)
        }
      }
    }
  }

  /// At λ = 0 with n < d the solution interpolates and leave-one-out is undefined for no sample but defined as a limit.
  @Test func interpolationHasZeroTrainingError() throws {
    let data = try Case(n: 25, d: 200, intercept: false).data()
    let fit = RidgePath(data).fit(0)
    #expect(fit.certificate.squaredError < 1e-18)
  }

  @Test func ridgeGridStartsAtTheLargestEigenvalue() throws {
    let data = try Case.all[0].data()
    let largest = LambdaGrid.largest(for: SquaredL2(), data)
    let top = try SymmetricEigen(data.features.gram).values.last ?? 0
    #expect((largest - top).magnitude < 1e-9 * top)
    #expect(LambdaGrid.logarithmic(from: 8, to: 1, count: 4).map { $0.rounded() } == [8, 4, 2, 1])
  }
}
