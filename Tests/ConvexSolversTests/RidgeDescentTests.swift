import ConvexFunctions
import ConvexSolvers
import Iteration
import LinearAlgebra
import Messages
import Testing

/// Mirror descent to ridge regression: against the descent it abbreviates, the direct solution, and its own bound.
@Suite struct RidgeDescentTests {
  private let stream = RandomStream(seed: 71)

  private func equations(_ n: Int, _ w: Int, outputs: Int = 7, lambda: Double = 0.5) throws -> RidgeEquations {
    var draws = stream.branch("problem", n)
    return try RidgeEquations(
      features: Matrix(rows: n, columns: w, elements: draws.gaussians(n * w)),
      targets: Matrix(rows: outputs, columns: n, elements: draws.gaussians(n * outputs)), lambda: lambda)
  }

  /// A* (K × w).
  private func direct(_ problem: RidgeEquations) throws -> Matrix {
    var gram = problem.features.gram
    for j in 0..<gram.rowCount { gram[j, j] += problem.lambda }
    let factor = try #require(Cholesky(gram))
    let products = problem.targets.times(problem.features)
    let solved = (0..<products.rowCount).map { factor.solve(Array(products.row($0))) }
    return Matrix(rows: products.rowCount, columns: products.columnCount, elements: Array(solved.joined()))
  }

  private func distance(_ a: Matrix, _ b: Matrix) -> Double {
    let rest = zip(a.elements, b.elements).map { $0 - $1 }
    return (squaredNorm(rest[...]) / squaredNorm(a.elements[...])).squareRoot()
  }

  /// Fewer features than rows, as many, and more: it ends within the bound that it states, at any stable step size.
  @Test(arguments: [(40, 10), (20, 20), (12, 50)], [0.2, 1, 1.8]) func endsAtRidge(size: (Int, Int), stepSize: Double)
    throws
  {
    let problem = try equations(size.0, size.1)
    let exact = try direct(problem)
    let run = try run(
      RidgeDescent(stepSize: stepSize, stream: stream), on: problem,
      until: StoppingRule(tolerance: 1e-6, stepLimit: 20_000, checkEvery: 5)
    ) { _, _ in }
    #expect(run.outcome == .converged && run.steps == run.state.passes)
    let found = distance(run.state.weights, exact)
    #expect(found <= run.residual && run.residual <= 1e-6, "\(found), bound \(run.residual)")
    // Far from the end the bound holds as well.
    let early = try Iteration.run(
      RidgeDescent(stepSize: stepSize, stream: stream), on: problem, until: StoppingRule(tolerance: 0, stepLimit: 2))
    #expect(early.outcome == .stepLimit)
    #expect(distance(early.state.weights, exact) <= early.residual)
  }

  /// The descent on [Φ, √λ 1] takes the same steps, a row at a time.
  @Test func abbreviatesTheDescentOnMoreUnknowns() throws {
    let problem = try equations(12, 5, outputs: 1)
    var wide = Matrix(rows: 12, columns: 17)
    var targets = problem.targets.elements
    for i in 0..<12 {
      let length = (squaredNorm(problem.features.row(i)) + problem.lambda).squareRoot()
      for j in 0..<5 { wide[i, j] = problem.features[i, j] / length }
      wide[i, 5 + i] = problem.lambda.squareRoot() / length
      targets[i] /= length
    }
    let rule = StoppingRule(tolerance: 0, stepLimit: 7)
    let long = try run(
      StochasticMirrorDescent(mirror: PowerPotential(exponent: 2), batchSize: 1, stepSize: 0.7, stream: stream),
      on: InterpolationProblem(features: wide, targets: targets), until: rule)
    let short = try run(RidgeDescent(stepSize: 0.7, stream: stream), on: problem, until: rule)
    for j in 0..<5 { #expect(abs(long.state.weights[j] - short.state.weights[0, j]) <= 1e-13) }
  }

  @Test func zerosNeedNoPass() throws {
    let zeros = try RidgeEquations(
      features: equations(5, 3).features, targets: Matrix(rows: 2, columns: 5), lambda: 1)
    let run = try run(RidgeDescent(stream: stream), on: zeros, until: StoppingRule(tolerance: 1e-9, stepLimit: 9))
    #expect(run.outcome == .converged && run.steps == 0)
  }

  @Test func tooLargeAStepDiverges() throws {
    let run = try run(
      RidgeDescent(stepSize: 2.5, stream: stream), on: equations(20, 20),
      until: StoppingRule(tolerance: 1e-3, stepLimit: 1000))
    #expect(run.outcome == .diverged)
  }

  @Test func refusals() throws {
    for step in [0, -1, .nan, .infinity] {
      #expect(throws: Refusal.self) { try RidgeDescent(stepSize: step, stream: stream) }
    }
    for lambda in [0, -1, .nan] { #expect(throws: Refusal.self) { try equations(4, 3, lambda: lambda) } }
    let fine = try equations(4, 3)
    #expect(throws: Refusal.self) {
      try RidgeEquations(features: fine.features, targets: Matrix(rows: 7, columns: 3), lambda: 1)
    }
    let broken = Matrix(rows: 4, columns: 3, repeating: .nan)
    #expect(throws: Refusal.self) { try RidgeEquations(features: broken, targets: fine.targets, lambda: 1) }
  }
}
