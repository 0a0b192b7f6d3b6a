import ConvexFunctions
import ConvexSolvers
import Iteration
import LinearAlgebra
import Messages
import Testing

@Suite struct MirrorTests {
  /// Gaussian features of variance 1/w and targets of variance 1.
  private func problem(_ n: Int, _ w: Int, seed: UInt64 = 1) throws -> InterpolationProblem {
    let stream = RandomStream(seed: seed)
    var (features, targets) = (stream.branch("features"), stream.branch("targets"))
    return try InterpolationProblem(
      features: Matrix(
        rows: n, columns: w, elements: features.gaussians(n * w).map { $0 / Double(w).squareRoot() }),
      targets: targets.gaussians(n).map { 0.5 * $0 })
  }

  /// The certificate, recomputed here from its definition: Φ a = y, and ψ′(a) orthogonal to weights that Φ maps to 0.
  @Test(arguments: MirrorPotentials.samples, [(20, 60), (50, 56), (3, 200)])
  func directSolutionsAreCertified(_ mirror: any MirrorPotential, _ size: (Int, Int)) throws {
    let problem = try problem(size.0, size.1)
    let fit = try MirrorInterpolation()(problem, mirror: mirror)
    #expect(fit.outcome == .converged && fit.certificate.residual <= 1e-9, "\(mirror.name) \(fit.certificate)")
    let outputs = problem.features.times(Matrix(rows: size.1, columns: 1, elements: fit.weights)).elements
    for (output, target) in zip(outputs, problem.targets) { #expect(abs(output - target) <= 1e-8) }
    // A random direction less its part in the row space.
    var draws = RandomStream(seed: 2).branch("direction")
    let direction = draws.gaussians(size.1)
    let images = problem.features.times(Matrix(rows: size.1, columns: 1, elements: direction)).elements
    let inRows = try problem.replacing(targets: images).minimumNorm
    let slopes = fit.weights.map { mirror.derivative($0) }
    let slope = zip(slopes, zip(direction, inRows)).reduce(0) { $0 + $1.0 * ($1.1.0 - $1.1.1) }
    let scale = squaredNorm(slopes[...]).squareRoot() * squaredNorm(direction[...]).squareRoot()
    #expect(abs(slope) <= 1e-8 * scale)
  }

  /// q = 2 is the interpolation of least norm, in one step.
  @Test func leastSquaresIsOneStep() throws {
    let problem = try problem(30, 70)
    let fit = try MirrorInterpolation()(problem, mirror: PowerPotential(exponent: 2))
    #expect(fit.steps <= 1)
    let least = problem.minimumNorm
    for (a, b) in zip(fit.weights, least) { #expect(abs(a - b) <= 1e-10) }
  }

  /// Far from the catalog: nearly ℓ1, and nearly ℓ∞.
  @Test(arguments: [1.05, 4, 10, 30]) func extremeExponents(_ q: Double) throws {
    let fit = try MirrorInterpolation()(problem(40, 100, seed: 8), mirror: PowerPotential(exponent: q))
    #expect(fit.outcome == .converged && fit.certificate.residual <= 1e-8, "\(fit.certificate) in \(fit.steps) steps")
  }

  /// No other interpolating weights have a smaller Σψ.
  @Test(arguments: MirrorPotentials.samples) func neighborsAreWorse(_ mirror: any MirrorPotential) throws {
    let problem = try problem(12, 40, seed: 3)
    let fit = try MirrorInterpolation()(problem, mirror: mirror)
    func total(_ a: [Double]) -> Double { a.reduce(0) { $0 + mirror.value($1) } }
    var draws = RandomStream(seed: 4).branch("neighbors")
    for size in [1e-3, 1e-2, 0.1] {
      let direction = draws.gaussians(40)
      let images = problem.features.times(Matrix(rows: 40, columns: 1, elements: direction)).elements
      let inRows = try problem.replacing(targets: images).minimumNorm
      let other = fit.weights.indices.map { fit.weights[$0] + size * (direction[$0] - inRows[$0]) }
      #expect(total(other) > total(fit.weights))
    }
  }

  /// Mirror descent ends where Newton's method does.
  @Test(arguments: MirrorPotentials.samples) func descentFindsTheSamePoint(_ mirror: any MirrorPotential) throws {
    let problem = try problem(12, 60, seed: 5)
    let direct = try MirrorInterpolation()(problem, mirror: mirror)
    let run = try descend(mirror, problem, batchSize: 4, passes: 40_000, tolerance: 1e-7)
    #expect(run.outcome == .converged, "\(mirror.name): \(run.residual) after \(run.steps)")
    let distance = zip(run.weights, direct.weights).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    let size = squaredNorm(direct.weights[...]).squareRoot()
    #expect(distance <= 1e-5 * size, "\(mirror.name): \(distance / size)")
  }

  private func descend(
    _ mirror: some MirrorPotential, _ problem: InterpolationProblem, batchSize: Int, passes: Int, tolerance: Double,
    lambda: Double = 0, stepSize: Double? = nil, seed: UInt64 = 6
  ) throws -> (weights: [Double], outcome: Outcome, residual: Double, steps: Int) {
    let method = try StochasticMirrorDescent(
      mirror: mirror, lambda: lambda, batchSize: batchSize, stepSize: stepSize,
      stream: RandomStream(seed: seed).branch("descent"))
    let run = try run(
      method, on: problem, until: StoppingRule(tolerance: tolerance, stepLimit: passes, checkEvery: 10))
    return (run.state.weights, run.outcome, run.residual, run.steps)
  }

  /// With λ > 0 and all rows in a batch it ends at ridge regression; with small batches at a distance that falls with η.
  @Test func ridge() throws {
    let problem = try problem(15, 40, seed: 7)
    let lambda = 0.3
    var kernel = problem.features.rowGram
    for i in 0..<15 { kernel[i, i] += lambda }
    let dual = try #require(Cholesky(kernel)).solve(problem.targets)
    let exact = problem.features.transposedTimes(Matrix(rows: 15, columns: 1, elements: dual)).elements
    func distance(_ batchSize: Int, _ stepSize: Double?, passes: Int) throws -> Double {
      let run = try descend(
        PowerPotential(exponent: 2), problem, batchSize: batchSize, passes: passes, tolerance: 1e-11, lambda: lambda,
        stepSize: stepSize)
      return zip(run.weights, exact).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
        / squaredNorm(exact[...]).squareRoot()
    }
    #expect(try distance(15, nil, passes: 20_000) <= 1e-8)
    let (coarse, fine) = (try distance(3, 1, passes: 2000), try distance(3, 0.1, passes: 4000))
    #expect(coarse > 1e-3 && fine < 0.5 * coarse, "\(coarse), \(fine)")
  }

  @Test func tooLargeAStepDiverges() throws {
    let run = try descend(
      PowerPotential(exponent: 2), problem(12, 60), batchSize: 4, passes: 5000, tolerance: 1e-7, stepSize: 1e3)
    #expect(run.outcome == .diverged)
  }

  @Test func fewPassesAreAStepLimit() throws {
    let run = try descend(PowerPotential(exponent: 2), problem(12, 60), batchSize: 4, passes: 2, tolerance: 1e-7)
    #expect(run.outcome == .stepLimit && run.steps == 2)
  }

  @Test func zerosAreInterpolatedByZeros() throws {
    let zeros = try problem(5, 9).replacing(targets: [0, 0, 0, 0, 0])
    #expect(try MirrorInterpolation()(zeros, mirror: Hypentropy(width: 0.01)).weights.allSatisfy { $0 == 0 })
  }

  @Test func refusals() throws {
    #expect(throws: Refusal.self) { try problem(9, 9) }
    #expect(throws: Refusal.self) { try problem(10, 9) }
    let fine = try problem(3, 9)
    #expect(throws: Refusal.self) { try fine.replacing(targets: [1, 2]) }
    #expect(throws: Refusal.self) { try fine.replacing(targets: [1, 2, .nan]) }
    var features = fine.features
    features[1, 1] = .infinity
    #expect(throws: Refusal.self) { try InterpolationProblem(features: features, targets: fine.targets) }
    #expect(throws: Refusal.self) {
      try InterpolationProblem(features: fine.features.rows([0, 1, 0]), targets: fine.targets)
    }
    let l2 = PowerPotential(exponent: 2)
    let stream = RandomStream(seed: 1)
    #expect(throws: Refusal.self) { try StochasticMirrorDescent(mirror: l2, lambda: -1, stream: stream) }
    #expect(throws: Refusal.self) { try StochasticMirrorDescent(mirror: l2, batchSize: 0, stream: stream) }
    #expect(throws: Refusal.self) { try StochasticMirrorDescent(mirror: l2, stepSize: .nan, stream: stream) }
    #expect(throws: Refusal.self) {
      try StochasticMirrorDescent(mirror: PowerPotential(exponent: 3), lambda: 1, stream: stream)
    }
  }
}
