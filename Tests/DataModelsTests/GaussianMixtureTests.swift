import DataModels
import LinearAlgebra
import Messages
import Testing

@Suite struct GaussianMixtureTests {
  struct Setting: CustomTestStringConvertible {
    let k: Int
    let r: Double
    let sigma: Double
    var testDescription: String { "k \(k), r \(r), sigma \(sigma)" }
  }

  /// Both ends of the range of r, with two classes and with more.
  static let settings = [
    Setting(k: 2, r: -1, sigma: 1), Setting(k: 2, r: 0, sigma: 0.25), Setting(k: 2, r: 1, sigma: 2),
    Setting(k: 5, r: -0.25, sigma: 1), Setting(k: 5, r: 0, sigma: 3), Setting(k: 5, r: 0.8, sigma: 1),
    Setting(k: 5, r: 1, sigma: 1), Setting(k: 12, r: 0.3, sigma: 1),
  ]

  private func mixture(_ s: Setting, features: Int) throws -> GaussianMixture {
    try GaussianMixture(featureCount: features, classCount: s.k, correlation: s.r, sigma: s.sigma)
  }

  /// (1/d) Σᵢ μⱼᵢ μₗᵢ is C with standard error √((CⱼⱼCₗₗ + Cⱼₗ²)/d), the mean of μⱼᵢ is 0 with 1/√d.
  @Test(arguments: settings) func momentsOfTheMeans(s: Setting) throws {
    let d = 20_000
    let mixture = try mixture(s, features: d)
    var random = RandomStream(seed: 42).branch("means", s.k)
    let means = try mixture.means(using: &random)
    #expect(means.rowCount == s.k && means.columnCount == d)
    for j in 0..<s.k {
      let mean = means.row(j).reduce(0, +) / Double(d)
      #expect(abs(mean) <= 4 / Double(d).squareRoot())
      for l in 0...j {
        let c = mixture.meanCovariance[j, l]
        #expect(c == (j == l ? 1 : s.r))
        let error = abs(dot(means.row(j), means.row(l)) / Double(d) - c)
        #expect(error <= 4 * ((1 + c * c) / Double(d)).squareRoot())
      }
    }
  }

  /// At its ends: equal means, or means that sum to zero. √(rounding) = 1e-8, with margin.
  @Test(arguments: [2, 3, 5, 10]) func endsOfTheRange(k: Int) throws {
    for r in [1, -1 / Double(k - 1)] {
      let mixture = try GaussianMixture(featureCount: 50, classCount: k, correlation: r)
      var random = RandomStream(seed: 42).branch("ends", k)
      let means = try mixture.means(using: &random)
      for i in 0..<50 {
        let column = (0..<k).map { means[$0, i] }
        if r == 1 {
          #expect(column.allSatisfy { abs($0 - column[0]) < 1e-6 })
        } else {
          #expect(abs(column.reduce(0, +)) < 1e-6)
        }
      }
      let beyond = r == 1 ? 1.0001 : r - 0.0001
      #expect(
        refusal { try GaussianMixture(featureCount: 50, classCount: k, correlation: beyond) }?.kind == .usage)
    }
  }

  /// The means are √C times the Gaussians of the stream, with the symmetric root: where eigenvalues are equal, any
  /// other root would depend on the library that found the eigenvectors. For equal correlations
  /// √C = √(1 − r) (1 − 11ᵀ/k) + √(1 + (k − 1) r) 11ᵀ/k.
  @Test(arguments: [2, 5, 12]) func meansDoNotDependOnEigenvectors(k: Int) throws {
    let r = 0.8
    let mixture = try GaussianMixture(featureCount: 30, classCount: k, correlation: r)
    var (random, again) = (RandomStream(seed: 42), RandomStream(seed: 42))
    let means = try mixture.means(using: &random)
    let g = again.gaussians(30 * k)
    #expect(random == again)
    for i in 0..<30 {
      let average = (0..<k).reduce(0) { $0 + g[$1 * 30 + i] } / Double(k)
      for j in 0..<k {
        let expected = (1 - r).squareRoot() * (g[j * 30 + i] - average) + (1 + Double(k - 1) * r).squareRoot() * average
        #expect(abs(means[j, i] - expected) < 1e-12)
      }
    }
  }

  /// (x − μ)/σ has mean 0 ± 1/√N, variance 1 ± √(2/N) and uncorrelated neighbors 0 ± 1/√N.
  @Test(arguments: settings) func momentsOfTheSamples(s: Setting) throws {
    let mixture = try mixture(s, features: 40)
    var random = RandomStream(seed: 42).branch("samples", s.k)
    let means = try mixture.means(using: &random)
    let data = try mixture.sample(600, means: means, using: &random)
    #expect(data.sampleCount == 600 && data.featureCount == 40)
    #expect(data.names == (0..<s.k).map { "\($0)" })
    #expect(data.classSizes == mixture.classCounts(600) && data.labels == data.labels.sorted())
    var noise = data.features
    for (i, label) in data.labels.enumerated() {
      for j in 0..<40 { noise[i, j] = (noise[i, j] - means[label, j]) / s.sigma }
    }
    let e = noise.elements
    let n = Double(e.count)
    #expect(abs(e.reduce(0, +) / n) <= 4 / n.squareRoot())
    #expect(abs(e.reduce(0) { $0 + $1 * $1 } / n - 1) <= 4 * (2 / n).squareRoot())
    let products = zip(e, e.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(products / n) <= 4 / n.squareRoot())
    // And class by class, so that no class is moved or stretched for another.
    for label in 0..<s.k {
      let part = data.labels.indices.filter { data.labels[$0] == label }.flatMap { noise.row($0) }
      let m = Double(part.count)
      #expect(abs(part.reduce(0, +) / m) <= 4 / m.squareRoot())
      #expect(abs(part.reduce(0) { $0 + $1 * $1 } / m - 1) <= 4 * (2 / m).squareRoot())
    }
  }

  @Test func sameStreamSameSamples() throws {
    let mixture = try GaussianMixture(featureCount: 7, classCount: 3, correlation: 0.1)
    func draw(_ seed: UInt64) throws -> LabeledData {
      var random = RandomStream(seed: seed)
      return try mixture.sample(11, means: mixture.means(using: &random), using: &random)
    }
    #expect(try draw(1) == draw(1))
    #expect(try draw(1) != draw(2))
  }

  /// They sum to n, and each is n πⱼ rounded up or down.
  @Test func classCountsFollowThePriors() throws {
    let priors: [[Double]] = [
      [1, 1], [1, 1, 1], [0.5, 0.3, 0.2], [1, 2, 3, 4], [1e-9, 1], [0.1, 0.1, 0.1, 0.7],
      [Double](repeating: 3, count: 7),
      [1, 1e6, 1, 1], [1e-300, 1],
    ]
    for weights in priors {
      let mixture = try GaussianMixture(featureCount: 1, classCount: weights.count, priors: weights)
      #expect(abs(mixture.priors.reduce(0, +) - 1) < 1e-15 * Double(weights.count))
      for n in [0, 1, 2, 3, 7, 10, 100, 101, 12_345, 1_000_000_000] {
        let counts = mixture.classCounts(n)
        #expect(counts.reduce(0, +) == n)
        for (count, prior) in zip(counts, mixture.priors) { #expect(abs(Double(count) - prior * Double(n)) < 1) }
      }
    }
    let equal = try GaussianMixture(featureCount: 1, classCount: 5)
    #expect(equal.classCounts(500) == [100, 100, 100, 100, 100])
    #expect(equal.classCounts(7) == [2, 2, 1, 1, 1])
  }

  @Test func anyCovariance() throws {
    let c = Matrix(rows: 3, columns: 3, elements: [4, 1, 0, 1, 2, -1, 0, -1, 9])
    let mixture = try GaussianMixture(featureCount: 40_000, meanCovariance: c, priors: [2, 1, 1])
    #expect(mixture.priors == [0.5, 0.25, 0.25])
    var random = RandomStream(seed: 42).branch("covariance")
    let means = try mixture.means(using: &random)
    for j in 0..<3 {
      for l in 0..<3 {
        let error = abs(dot(means.row(j), means.row(l)) / 40_000 - c[j, l])
        #expect(error <= 4 * ((c[j, j] * c[l, l] + c[j, l] * c[j, l]) / 40_000).squareRoot())
      }
    }
    // Semidefinite up to rounding, whatever the units are.
    for unit in [1e-12, 1, 1e12] {
      let rankOne = Matrix(rows: 3, columns: 3, elements: [1, 2, 3, 2, 4, 6, 3, 6, 9].map { unit * $0 / 7 })
      #expect(refusal { try GaussianMixture(featureCount: 2, meanCovariance: rankOne) } == nil)
      let indefinite = Matrix(rows: 2, columns: 2, elements: [1, 2, 2, 1].map { unit * $0 })
      #expect(refusal { try GaussianMixture(featureCount: 2, meanCovariance: indefinite) }?.kind == .usage)
    }
  }

  @Test func absurdValuesAreRefused() {
    func message(
      d: Int = 10, k: Int = 3, r: Double = 0.5, sigma: Double = 1, priors: [Double]? = nil
    ) -> String? {
      let refusal = refusal {
        try GaussianMixture(featureCount: d, classCount: k, correlation: r, sigma: sigma, priors: priors)
      }
      return refusal.map { $0.kind == .usage ? $0.message : "another kind" }
    }
    #expect(message() == nil)
    for k in [Int.min, -1, 0, 1, 1001, .max] { #expect(message(k: k)?.contains("between 2 and 1,000 classes") == true) }
    for d in [Int.min, 0, 10_000_001] { #expect(message(d: d)?.contains("between 1 and 10,000,000 features") == true) }
    for sigma in [0, -1, .nan, .infinity, 1e101] { #expect(message(sigma: sigma)?.hasPrefix("sigma must be") == true) }
    for r in [-0.51, 1.01, .nan, .infinity] {
      #expect(message(r: r)?.contains("classes lies between -0.5 and 1") == true)
    }
    #expect(message(priors: [1, 1])?.contains("2 priors do not go with 3 classes") == true)
    for wrong in [0, -1, .nan, .infinity] { #expect(message(priors: [1, wrong, 1])?.contains("positive") == true) }
    #expect(message(priors: [1e308, 1e308, 1e308])?.contains("positive") == true)
    func refuses(_ rows: Int, _ columns: Int, _ elements: [Double]) -> Bool {
      let c = Matrix(rows: rows, columns: columns, elements: elements)
      return refusal { try GaussianMixture(featureCount: 2, meanCovariance: c) }?.kind == .usage
    }
    #expect(refuses(2, 3, [1, 0, 0, 0, 1, 0]))
    #expect(refuses(2, 2, [1, 0.5, 0.4, 1]))
    #expect(refuses(2, 2, [1, .nan, .nan, 1]))
    #expect(refuses(1, 1, [1]))
    #expect(refuses(0, 0, []))
  }
}
