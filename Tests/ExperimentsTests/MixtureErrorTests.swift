import DataModels
import LinearAlgebra
import Testing

@Suite struct MixtureErrorTests {
  /// A mixture, its means and a classifier that is better than guessing, from a seed.
  private func problem(
    k: Int, d: Int = 12, sigma: Double, priors: [Double]? = nil, seed: UInt64
  ) throws -> (mixture: GaussianMixture, means: Matrix, weights: Matrix, intercept: [Double]) {
    let mixture = try GaussianMixture(
      featureCount: d, classCount: k, correlation: 0.5, sigma: sigma, priors: priors)
    var stream = RandomStream(seed: seed).branch("means")
    let means = try mixture.means(using: &stream)
    var noise = RandomStream(seed: seed).branch("weights")
    var weights = means
    for (i, g) in noise.gaussians(k * d).enumerated() { weights.elements[i] += 0.7 * g }
    return (mixture, means, weights, noise.gaussians(k).map { 2 * $0 })
  }

  @Test(arguments: [2, 3, 5, 10])
  func noWeightsGuess(_ k: Int) throws {
    let (mixture, means, weights, _) = try problem(k: k, sigma: 1, seed: 3)
    let zero = Matrix(rows: weights.rowCount, columns: weights.columnCount)
    let error = try MixtureError(mixture)(zero, intercept: [Double](repeating: 0, count: k), means: means)
    #expect(abs(error - Double(k - 1) / Double(k)) < 1e-12)
  }

  /// Two classes: P(wrong) = Q(a / s), a the mean of the difference of the scores and s its deviation.
  @Test(arguments: [0.5, 1, 2, 4])
  func twoClassesInClosedForm(_ sigma: Double) throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      let (mixture, means, weights, intercept) = try problem(k: 2, sigma: sigma, priors: [0.3, 0.7], seed: seed)
      let difference = zip(weights.row(0), weights.row(1)).map { $0 - $1 }
      let s = sigma * difference.reduce(0) { $0 + $1 * $1 }.squareRoot()
      var expected = 0.0
      for j in 0..<2 {
        let a = zip(difference, means.row(j)).reduce(intercept[0] - intercept[1]) { $0 + $1.0 * $1.1 }
        expected += mixture.priors[j] * StandardNormal.cumulative((j == 0 ? -a : a) / s)
      }
      // "About 1e-3 with 4,096 points", says GaussianPoints; twice that for the worst of twenty. A low-discrepancy
      // sequence gains at least the square root of eight from eight times the points.
      for (points, tolerance) in [(4096, 2e-3), (32_768, 0.7e-3)] {
        let error = try MixtureError(mixture, pointCount: points)(weights, intercept: intercept, means: means)
        #expect(abs(error - expected) < tolerance, "σ = \(sigma), seed \(seed), \(points) points")
      }
    }
  }

  @Test(arguments: [(3, 2.0), (5, 3.0), (8, 2.0)])
  func agreesWithSampling(_ k: Int, _ sigma: Double) throws {
    let priors = (0..<k).map { 1 + Double($0 % 3) }
    let (mixture, means, weights, intercept) = try problem(k: k, sigma: sigma, priors: priors, seed: 11)
    #if DEBUG
      let n = 50_000
    #else
      let n = 200_000
    #endif
    var stream = RandomStream(seed: 12).branch("samples")
    let data = try mixture.sample(n, means: means, using: &stream)
    guard case .classes(let labels, _) = data.targets else { return }
    let scores = data.features.timesTransposed(weights)
    var wrong = 0
    for i in 0..<n {
      let best = (0..<k).max { scores[i, $0] + intercept[$0] < scores[i, $1] + intercept[$1] }
      if best != labels[i] { wrong += 1 }
    }
    let p = Double(wrong) / Double(n)
    let error = try MixtureError(mixture)(weights, intercept: intercept, means: means)
    let standardError = (p * (1 - p) / Double(n)).squareRoot()
    #expect(p > 0.05 && p < 0.8)
    // The integral has an error of its own, of about 1e-3 in one dimension and less per class here.
    #expect(abs(error - p) < 4 * standardError + 5e-4, "\(error) and \(p) ± \(standardError)")
  }
}
