import DataModels
import LinearAlgebra
import Testing

@Suite struct StandardNormalTests {
  /// Φ⁻¹ then Φ is the identity to a few roundings of p, in both tails.
  @Test func quantileInvertsCumulative() {
    for p in [1e-300, 1e-100, 1e-15, 1e-6, 0.01, 0.02424, 0.02426, 0.3, 0.5, 0.7, 0.9757, 0.9759, 0.999, 1 - 1e-12] {
      let x = StandardNormal.quantile(p)
      // The slope of log Φ is about |x|, and x itself is rounded: a relative error of x² ulps.
      #expect(abs(StandardNormal.cumulative(x) / p - 1) < 1e-15 * (10 + 2 * x * x))
      #expect(abs(StandardNormal.quantile(1 - p) + x) < 1e-9 || p < 1e-6)
    }
    #expect(StandardNormal.quantile(0.5) == 0)
    #expect(StandardNormal.quantile(0) == -.infinity && StandardNormal.quantile(1) == .infinity)
    #expect(StandardNormal.quantile(-0.1).isNaN && StandardNormal.quantile(1.1).isNaN)
  }

  /// Values of Abramowitz & Stegun, table 26.1, to the digits printed here.
  @Test func known() {
    #expect(abs(StandardNormal.cumulative(1) - 0.841344746068543) < 1e-15)
    #expect(abs(StandardNormal.cumulative(-2) - 0.022750131948179) < 1e-15)
    #expect(abs(StandardNormal.density(0) - 0.398942280401433) < 1e-15)
    #expect(abs(StandardNormal.quantile(0.975) - 1.959963984540054) < 1e-14)
  }
}

@Suite struct MixtureErrorTests {
  /// No weights: every class ties, and the error is that of guessing.
  @Test(arguments: [2, 3, 10]) func withoutWeightsItIsGuessing(k: Int) throws {
    let mixture = try GaussianMixture(featureCount: 4, classCount: k)
    let zero = Matrix(rows: k, columns: 4)
    let error = try MixtureError(mixture)(zero, intercept: [Double](repeating: 0, count: k), means: zero)
    #expect(abs(error - Double(k - 1) / Double(k)) < 1e-12)
  }

  /// Two classes: Φ(−margin / spread) each, within the 1e-3 of the points.
  @Test func twoClassesHaveAFormula() throws {
    let mixture = try GaussianMixture(featureCount: 3, classCount: 2, sigma: 0.7, priors: [3, 1])
    let weights = Matrix(rows: 2, columns: 3, elements: [1, 0, 0.5, -0.3, 0.2, 0])
    let means = Matrix(rows: 2, columns: 3, elements: [0.5, 0.1, 0, -0.4, 0.3, 0.2])
    let w = (0..<3).map { weights[0, $0] - weights[1, $0] }
    let spread = 0.7 * squaredNorm(w[...]).squareRoot()
    let (first, second) = (dot(w[...], means.row(0)) + 0.1, dot(w[...], means.row(1)) + 0.1)
    let exact =
      0.75 * StandardNormal.cumulative(-first / spread) + 0.25 * StandardNormal.cumulative(second / spread)
    #expect(abs(try MixtureError(mixture)(weights, intercept: [0.1, 0], means: means) - exact) < 1e-3)
  }

  /// The integral and the sampled error of the nearest-mean classifier of five classes: within 4 standard errors of
  /// 40,000 samples and the 1e-3 of the points.
  @Test func agreesWithSamples() throws {
    let mixture = try GaussianMixture(featureCount: 12, classCount: 5, correlation: 0.5, sigma: 1.5)
    var random = RandomStream(seed: 46).branch("mixture-error")
    let means = try mixture.means(using: &random)
    let intercept = (0..<5).map { -squaredNorm(means.row($0)) / 2 }
    let data = try mixture.sample(40_000, means: means, using: &random)
    let scores = data.features.timesTransposed(means)
    let wrong = data.labels.indices.count { i in
      (0..<5).contains { l in
        scores[i, l] + intercept[l] > scores[i, data.labels[i]] + intercept[data.labels[i]]
      }
    }
    let measured = Double(wrong) / 40_000
    let error = (measured * (1 - measured) / 40_000).squareRoot()
    #expect(abs(try MixtureError(mixture)(means, intercept: intercept, means: means) - measured) <= 4 * error + 1e-3)
  }
}
