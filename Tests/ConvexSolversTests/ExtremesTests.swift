import ConvexFunctions
import ConvexSolvers
import Iteration
import LinearAlgebra
import Messages
import Testing

/// Numbers near the ends of what Float64 holds, and structures that once went wrong.
@Suite struct ExtremesTests {
  private func gaussian(_ n: Int, _ d: Int, scale: Double = 1) -> Matrix {
    var stream = RandomStream(seed: 9).branch("extremes", n).branch("d", d)
    return Matrix(rows: n, columns: d, elements: stream.gaussians(n * d).map { scale * $0 })
  }

  private func target(_ x: Matrix, scale: Double = 1) -> Matrix {
    let top = x.elements.map(\.magnitude).max() ?? 1
    return Matrix(rows: x.rowCount, columns: 1, elements: (0..<x.rowCount).map { scale * x[$0, 0] / top + 0.1 * scale })
  }

  @Test(arguments: ["l1", "linf", "l2"], [1e-60, 1e-20, 1e20, 1e60]) func scalesDoNotMatter(
    _ name: String, _ scale: Double
  ) throws {
    let penalty = try #require(Penalties.named(name))
    let x = gaussian(30, 12, scale: scale)
    let data = try LeastSquares(features: x, targets: target(x))
    let lambda = 0.1 * LambdaGrid.largest(for: penalty, data)
    let fit = try RegularizationPath().fit(data, penalty: penalty, lambdas: [lambda])[0]
    #expect(fit.status == .converged && fit.certificate.relativeGap <= 1e-6)
    #expect(fit.weights.elements.allSatisfy(\.isFinite) && fit.weights.elements.contains { $0 != 0 })
  }

  @Test(arguments: [1e-160, 1e80, 1e153]) func impossibleMagnitudesAreRefused(_ scale: Double) {
    let x = gaussian(10, 3)
    #expect(throws: Refusal.self) { try LeastSquares(features: gaussian(10, 3, scale: scale), targets: target(x)) }
    #expect(throws: Refusal.self) { try LeastSquares(features: x, targets: target(x, scale: scale)) }
  }

  @Test func targetsThatAreNoNumbersAreRefused() {
    for intercept in [true, false] {
      #expect(throws: Refusal.self) {
        try LeastSquares(
          features: gaussian(3, 2), targets: Matrix(rows: 3, columns: 1, elements: [0, .nan, 1]), intercept: intercept)
      }
    }
  }

  @Test(arguments: ["l1", "linf", "l2"]) func aPointOfNaNsHasNoCertificate(_ name: String) throws {
    let x = gaussian(8, 3)
    let data = try LeastSquares(features: x, targets: target(x))
    let penalty = try #require(Penalties.named(name))
    for bad in [Double.nan, .infinity, 1e200] {
      let weights = Matrix(rows: 1, columns: 3, elements: [bad, 0, 0])
      #expect(Certificate(weights, on: data, penalty: penalty, lambda: 1).relativeGap == .infinity)
    }
  }

  @Test func theProxEndsOnEverything() {
    for w in [[Double.infinity, 1], [.nan, 1], [-.infinity, .infinity], [1e308, 1e308]] {
      for step in [0, 1, Double.infinity, .nan] {
        var point = w
        var span = point.mutableSpan
        LInf().prox(&span, step: step)
      }
    }
  }

  /// Constant features, not exactly zero after rounding, get no boundary value under ℓ∞ and cost nothing.
  @Test func constantFeaturesStayOut() throws {
    var x = gaussian(40, 600)
    for i in 0..<40 {
      for j in 60..<600 { x[i, j] = 0.1 * Double(j) }
    }
    let data = try LeastSquares(features: x, targets: target(x))
    let fits = try RegularizationPath().fit(
      data, penalty: LInf(), lambdas: [0.1, 0.01].map { $0 * LambdaGrid.largest(for: LInf(), data) })
    for fit in fits {
      #expect(fit.status == .converged)
      #expect(fit.weights.row(0).dropFirst(60).allSatisfy { $0 == 0 })
    }
  }

  /// Features whose scales differ by 1e8 are beyond one eigendecomposition; the status says so.
  @Test func ridgeDoesNotClaimWhatItHasNot() throws {
    var x = gaussian(100, 2)
    for i in 0..<100 { x[i, 0] *= 1e9 }
    let y = Matrix(rows: 100, columns: 1, elements: (0..<100).map { x[$0, 1] })
    let data = try LeastSquares(features: x, targets: y)
    let fit = try RegularizationPath().fit(data, penalty: SquaredL2(), lambdas: [1])[0]
    #expect((fit.status == .converged) == (fit.certificate.relativeGap <= 1e-6))
  }

  /// Without strength the gap of ridge is a number: zero at the least-squares solution, positive beside it.
  @Test func leastSquaresHasACertificate() throws {
    let x = gaussian(20, 6)
    let data = try LeastSquares(features: x, targets: Matrix(rows: 20, columns: 1, elements: gaussian(20, 1).elements))
    let fit = RidgePath(data).fit(0)
    #expect(fit.certificate.relativeGap < 1e-12)
    var beside = fit.weights
    beside[0, 2] += 0.01
    let gap = Certificate(beside, on: data, penalty: SquaredL2(), lambda: 0)
    #expect((gap.relativeGap * gap.objective - (gap.objective - fit.certificate.objective)).magnitude < 1e-12)
    #expect(gap.relativeGap > 0)
  }

  /// As λ → 0 with n ≤ d, residual and 1 − h both vanish; their ratio must not lose its digits.
  @Test(arguments: [1e-4, 1e-8, 1e-12]) func leaveOneOutNearInterpolation(_ lambda: Double) throws {
    let x = gaussian(12, 40)
    let y = gaussian(12, 1)
    let fast = RidgePath(try LeastSquares(features: x, targets: y)).leaveOneOut(lambda)
    for i in 0..<12 {
      let rest = (0..<12).filter { $0 != i }
      let fit = RidgePath(try LeastSquares(features: x.rows(rest), targets: y.rows(rest))).fit(lambda)
      let slow = dot(fit.weights.row(0), x.row(i)) + fit.intercept[0]
      #expect((fast[i, 0] - slow).magnitude < 1e-9)
    }
  }
}
