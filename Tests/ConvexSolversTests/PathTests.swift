import ConvexFunctions
import ConvexSolvers
import Iteration
import LinearAlgebra
import Messages
import Testing

/// Problems with n > d and n < d, with and without intercept, several columns at once.
struct Case: Sendable, CustomTestStringConvertible {
  let n: Int, d: Int, intercept: Bool
  var testDescription: String { "n=\(n) d=\(d) intercept=\(intercept)" }

  func data() throws -> LeastSquares {
    var stream = RandomStream(seed: 4).branch("n", n).branch("d", d)
    let x = Matrix(rows: n, columns: d, elements: stream.gaussians(n * d).map { $0 + 0.5 })
    let labels = (0..<n).map { _ in stream.integer(below: 3) }
    var y = Matrix(rows: n, columns: 3)
    for (i, label) in labels.enumerated() { y[i, label] = 1 }
    // Columns 0 … 2 carry signal about the class.
    var shifted = x
    for (i, label) in labels.enumerated() { shifted[i, label] += 2 }
    return try LeastSquares(features: shifted, targets: y, intercept: intercept)
  }

  static let all = [
    Case(n: 120, d: 30, intercept: true), Case(n: 40, d: 90, intercept: true), Case(n: 60, d: 60, intercept: false),
    Case(n: 25, d: 200, intercept: false), Case(n: 200, d: 5, intercept: true),
  ]
}

@Suite struct PathTests {
  /// The gap is recomputed from the problem alone, in the space of the samples.
  @Test(arguments: Case.all, ["l1", "linf", "elastic-net:0.3"])
  func everySolutionIsCertified(_ problem: Case, _ name: String) throws {
    let data = try problem.data()
    let penalty = try #require(Penalties.named(name))
    let largest = LambdaGrid.largest(for: penalty, data)
    let lambdas = LambdaGrid.logarithmic(from: 0.9, to: 0.01, count: 8).map { $0 * largest }
    let fits = try RegularizationPath().fit(data, penalty: penalty, lambdas: lambdas)
    for fit in fits {
      #expect(fit.status == .converged)
      let certificate = Certificate(fit.weights, on: data, penalty: penalty, lambda: fit.lambda)
      #expect(certificate.relativeGap <= 1e-6)
      #expect(certificate == fit.certificate)
    }
  }

  @Test(arguments: Case.all, ["l1", "linf", "elastic-net:0.3"])
  func zeroExactlyAtTheLargestStrength(_ problem: Case, _ name: String)
    throws
  {
    let data = try problem.data()
    let penalty = try #require(Penalties.named(name))
    let largest = LambdaGrid.largest(for: penalty, data)
    let fits = try RegularizationPath().fit(data, penalty: penalty, lambdas: [largest * (1 + 1e-9), largest * 0.98])
    #expect(fits[0].weights.elements.allSatisfy { $0 == 0 })
    #expect(fits[0].certificate.relativeGap <= 1e-12)
    #expect(fits[1].weights.elements.contains { $0 != 0 })
  }

  /// The elastic net at its ends is the lasso and ridge.
  @Test(arguments: Case.all) func elasticNetAtItsEnds(_ problem: Case) throws {
    let data = try problem.data()
    let lambda = 0.1 * LambdaGrid.largest(for: L1(), data)
    for (penalty, share) in [(L1(), 1 - 1e-9), (SquaredL2(), 1e-9)] as [(any Penalty, Double)] {
      let end = try RegularizationPath().fit(data, penalty: penalty, lambdas: [lambda])[0]
      let net = try RegularizationPath().fit(data, penalty: ElasticNet(share: share), lambdas: [lambda])[0]
      let difference = zip(end.weights.elements, net.weights.elements).map(-)
      // Gaps of 1e-7 of the objective leave weights free by the root of that.
      #expect(squaredNorm(difference[...]) <= 1e-5 * squaredNorm(end.weights.elements[...]))
      #expect(abs(net.certificate.objective - end.certificate.objective) <= 1e-6 * end.certificate.objective)
    }
  }

  /// A point that is not a solution must have a gap: the certificate cannot be fooled.
  @Test(arguments: ["l1", "linf", "l2", "elastic-net:0.3"]) func theCertificateSeesASpoiledSolution(_ name: String)
    throws
  {
    let data = try Case.all[0].data()
    let penalty = try #require(Penalties.named(name))
    let lambda = 0.1 * LambdaGrid.largest(for: penalty, data)
    let fit = try RegularizationPath().fit(data, penalty: penalty, lambdas: [lambda])[0]
    var spoiled = fit.weights
    spoiled[1, 2] += 0.01
    let certificate = Certificate(spoiled, on: data, penalty: penalty, lambda: lambda)
    #expect(certificate.relativeGap > 1e-6)
    // An upper bound of the true excess.
    let excess = (certificate.objective - fit.certificate.objective) / certificate.objective
    #expect(excess > 0 && excess <= certificate.relativeGap)
  }

  /// ℓ∞ and ℓ1 solutions have exact boundary values and zeros: at most n − 1 free weights for ℓ∞ (generic data).
  @Test func structureIsExact() throws {
    let data = try Case(n: 40, d: 90, intercept: true).data()
    let boundary = try RegularizationPath().fit(
      data, penalty: LInf(), lambdas: [0.2 * LambdaGrid.largest(for: LInf(), data)])[0]
    for k in 0..<3 {
      let row = boundary.weights.row(k)
      let top = row.map(\.magnitude).max() ?? 0
      #expect(row.count { $0.magnitude == top } >= 90 - 39)
    }
    #expect(boundary.boundaryFraction >= 51.0 / 90)
    let sparse = try RegularizationPath().fit(
      data, penalty: L1(), lambdas: [0.2 * LambdaGrid.largest(for: L1(), data)])[0]
    #expect(sparse.nonzeroFraction < 0.4)
  }

  /// Constant, duplicated and collinear features make the Gram matrix singular; the answer is still certified.
  @Test(arguments: ["l1", "linf"]) func singularDataAreSolved(_ name: String) throws {
    var stream = RandomStream(seed: 5).branch("singular")
    var x = Matrix(rows: 50, columns: 20, elements: stream.gaussians(1000))
    for i in 0..<50 {
      x[i, 3] = 7
      x[i, 4] = x[i, 5]
      x[i, 6] = x[i, 7] + x[i, 8]
      x[i, 9] = i == 10 ? 1 : 0
      x[i, 10] = i == 10 ? 2 : 0
    }
    let y = Matrix(rows: 50, columns: 1, elements: (0..<50).map { x[$0, 0] - x[$0, 4] + 0.3 * x[$0, 7] })
    let data = try LeastSquares(features: x, targets: y)
    let penalty = try #require(Penalties.named(name))
    let largest = LambdaGrid.largest(for: penalty, data)
    let fits = try RegularizationPath().fit(
      data, penalty: penalty, lambdas: [0.5, 0.1, 0.02].map { $0 * largest })
    for fit in fits { #expect(fit.certificate.relativeGap <= 1e-6 && fit.status == .converged) }
    // A constant feature never matters; ℓ1 leaves it at zero.
    if name == "l1" { #expect(fits.allSatisfy { $0.weights[0, 3] == 0 }) }
  }

  @Test func theStepLimitIsSaid() throws {
    let data = try Case.all[1].data()
    let lambda = 0.05 * LambdaGrid.largest(for: LInf(), data)
    let fit = try RegularizationPath(stepLimit: 3).fit(data, penalty: LInf(), lambdas: [lambda])[0]
    #expect(fit.status == .stepLimit && fit.iterations == 3)
    #expect(fit.certificate.relativeGap > 1e-6)
  }

  @Test func impossibleStrengthsAreRefused() throws {
    let data = try Case.all[4].data()
    for lambda in [0.0, -1, .nan, .infinity] {
      #expect(throws: Refusal.self) { try RegularizationPath().fit(data, penalty: L1(), lambdas: [lambda]) }
    }
    #expect(throws: Refusal.self) { try RegularizationPath().fit(data, penalty: SquaredL2(), lambdas: [-1]) }
  }

  @Test func hostileDataAreRefused() {
    let y = Matrix(rows: 2, columns: 1, elements: [0, 1])
    for x in [
      Matrix(rows: 2, columns: 0), Matrix(rows: 2, columns: 1, elements: [1, .nan]),
      Matrix(rows: 2, columns: 1, elements: [1, .infinity]),
    ] {
      #expect(throws: Refusal.self) { try LeastSquares(features: x, targets: y) }
    }
    #expect(throws: Refusal.self) {
      try LeastSquares(features: Matrix(rows: 0, columns: 3), targets: Matrix(rows: 0, columns: 1))
    }
  }
}
