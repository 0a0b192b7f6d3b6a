import Activations
import Asymptotics
import DataFiles
import DataModels
import FeatureMaps
import LinearAlgebra
import Messages
import Testing

@Suite struct LearningCurveTests {
  /// Ridge without an intercept through the smaller Gram matrix.
  private static func weights(_ features: Matrix, _ targets: Matrix, lambda: Double) throws -> Matrix {
    func plus(_ a: Matrix) throws -> Cholesky {
      var a = a
      for i in 0..<a.rowCount { a[i, i] += lambda }
      return try #require(Cholesky(a))
    }
    func solved(_ factor: Cholesky, _ columns: Matrix) -> Matrix {
      let rows = columns.transposed
      return Matrix(
        rows: rows.rowCount, columns: rows.columnCount,
        elements: (0..<rows.rowCount).flatMap { factor.solve(Array(rows.row($0))) })
    }
    if features.rowCount <= features.columnCount {
      return solved(try plus(features.rowGram), targets).times(features)
    }
    return solved(try plus(features.gram), features.transposedTimes(targets))
  }

  private static func measured(_ weights: Matrix, _ features: Matrix, _ targets: Targets) -> (
    mse: Double, accuracy: Double
  ) {
    let (scores, y) = (features.timesTransposed(weights), targets.matrix)
    let mse =
      zip(scores.elements, y.elements).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(y.elements.count)
    guard case .classes(let labels, _) = targets else { return (mse, .nan) }
    let right = labels.indices.count { indexOfLargest(scores.row($0)) == labels[$0] }
    return (mse, Double(right) / Double(labels.count))
  }

  /// At n = N the prediction is the exact leave-one-out error, here by leaving out one after the other.
  @Test func theWholePoolIsLeaveOneOut() throws {
    var stream = RandomStream(seed: 1).branch("leave one out")
    for (n, d, lambda) in [(40, 15, 0.3), (15, 40, 0.3), (30, 12, 0), (12, 30, 0)] {
      let x = Matrix(rows: n, columns: d, elements: stream.gaussians(n * d))
      let y = Matrix(rows: n, columns: 2, elements: stream.gaussians(n * 2))
      let curve = try LearningCurve(features: x, targets: .values(y))
      let here = try #require(curve.point(samples: n, lambda: lambda, using: stream).testMSE)
      var sum = 0.0
      for i in 0..<n {
        let rest = Array(0..<n).filter { $0 != i }
        let w = try Self.weights(x.rows(rest), y.rows(rest), lambda: max(lambda, 1e-10))
        sum += Self.measured(w, x.rows([i]), .values(y.rows([i]))).mse / Double(n)
      }
      // Without ridge, limits are taken numerically.
      #expect(abs(here / sum - 1) <= (lambda > 0 ? 1e-10 : 1e-5), "\(n) × \(d), λ = \(lambda): \(here), \(sum)")
    }
  }

  /// Gaussian data: what the chain says, at sizes where leave-one-out of 400 rows scatters by 4 %.
  @Test func gaussianPool() throws {
    let (d, width, noise) = (300, 400, 0.1)
    let map = try DenseMap(inputCount: d, outputCount: width, activation: Tanh(), seed: 3)
    let theory = try FeatureTheory(
      FeatureRegression(
        spectrum: .named("iso", count: d), widths: [width], activation: Tanh(), teacher: .layer(1), noiseVariance: noise
      ))
    let expected = try [50, 100, 200, 300, 400].map { try theory.prediction(samples: $0, lambda: 20).totalMSE }
    var sums = [Double](repeating: 0, count: expected.count)
    for trial in 0..<6 {
      var stream = RandomStream(seed: 1).branch("gaussian pool", trial)
      let x = Matrix(rows: 400, columns: d, elements: stream.gaussians(400 * d))
      let features = map.features(of: FloatMatrix(x)).widened
      let teacher = Matrix(
        rows: 1, columns: width, elements: stream.gaussians(width).map { $0 / Double(width).squareRoot() })
      var y = features.timesTransposed(teacher)
      for (i, e) in stream.gaussians(400).enumerated() { y[i, 0] += noise.squareRoot() * e }
      let curve = try LearningCurve(features: features, targets: .values(y))
      for (i, n) in [50, 100, 200, 300, 400].enumerated() {
        let point = try curve.point(samples: n, lambda: 20, using: stream)
        sums[i] += try #require(point.testMSE) / 6
        #expect(point.accuracy == nil)
      }
    }
    for (mean, there) in zip(sums, expected) { #expect(abs(mean / there - 1) <= 0.06, "\(sums), \(expected)") }
  }

  struct Curve: CustomTestStringConvertible, Sendable {
    let activation: String
    let widths: [Int]
    let counts: [Int]
    let splits: Int
    var testDescription: String { "\(activation) \(widths)" }
  }

  #if DEBUG
    static let curves = [Curve(activation: "relu", widths: [512], counts: [50, 200], splits: 8)]
  #else
    static let curves = [
      Curve(activation: "relu", widths: [512], counts: [50, 200, 700, 1000], splits: 8),
      Curve(activation: "tanh", widths: [1024, 1024], counts: [50, 200, 1000], splits: 8),
    ]
  #endif

  /// Standardized digits with one-bit features: 1,000 random rows are the pool, 797 test; λ a hundredth of the width.
  @Test(arguments: curves) func digits(_ curve: Curve) throws {
    var data = try BuiltInData.digits()
    // Centered, and one scale for all pixels: in units of their own deviations the pixels that hardly any row has would
    // make rows of which one pool has many and another few.
    let means = Standardization(data.features).means
    for i in 0..<data.sampleCount {
      for j in means.indices { data.features[i, j] -= means[j] }
    }
    data.features = data.features.withUnitMeanSquare
    var sums = [(mse: Double, expected: Double, accuracy: Double, expectedAccuracy: Double)](
      repeating: (0, 0, 0, 0), count: curve.counts.count)
    let lambda = 0.01 * Double(curve.widths.last ?? 0)
    for split in 0..<curve.splits {
      var stream = RandomStream(seed: 1).branch("digits split", split)
      let rows = stream.permutation(data.sampleCount)
      let pool = data.rows(Array(rows.prefix(1000)))
      let test = data.rows(Array(rows.dropFirst(1000)))
      let map = try DeepMap(
        inputCount: 64, widths: curve.widths, weights: .oneBit,
        activation: #require(Activations.named(curve.activation)), seed: UInt64(split))
      let raw = map.features(of: FloatMatrix(pool.features)).widened
      let features = raw.withUnitMeanSquare
      let scale = features.elements.reduce(0, +) / raw.elements.reduce(0, +)
      var tested = map.features(of: FloatMatrix(test.features)).widened
      for i in tested.elements.indices { tested.elements[i] *= scale }
      let learning = try LearningCurve(features: features, targets: pool.targets)
      let y = pool.targets.matrix
      for (i, n) in curve.counts.enumerated() {
        let point = try learning.point(samples: n, lambda: lambda, using: stream)
        sums[i].expected += try #require(point.testMSE) / Double(curve.splits)
        sums[i].expectedAccuracy += try #require(point.accuracy) / Double(curve.splits)
        let subsets = n == 1000 ? 1 : n <= 200 ? 6 : 2
        for _ in 0..<subsets {
          let chosen = Array(stream.permutation(1000).prefix(n))
          let w = try Self.weights(features.rows(chosen), y.rows(chosen), lambda: lambda)
          let found = Self.measured(w, tested, test.targets)
          sums[i].mse += found.mse / Double(curve.splits * subsets)
          sums[i].accuracy += found.accuracy / Double(curve.splits * subsets)
        }
      }
    }
    for (n, sum) in zip(curve.counts, sums) {
      let place =
        "\(curve) n = \(n): MSE \(NumberText.scientific(sum.mse, 3)) -> \(NumberText.scientific(sum.expected, 3)) (\(NumberText.percent(sum.expected / sum.mse - 1)) %), accuracy \(NumberText.percent(sum.accuracy)) -> \(NumberText.percent(sum.expectedAccuracy))"
      #expect(abs(sum.expected / sum.mse - 1) <= 0.1, "\(place)")
      #expect(abs(sum.expectedAccuracy - sum.accuracy) <= (n < 200 ? 0.04 : 0.02), "\(place)")
    }
  }

  @Test func flagsAndRefusals() throws {
    var stream = RandomStream(seed: 1).branch("curve flags")
    let x = Matrix(rows: 60, columns: 40, elements: stream.gaussians(2400))
    let labels = (0..<60).map { $0 % 3 }
    let curve = try LearningCurve(features: x, targets: .classes(labels: labels, names: ["a", "b", "c"]))
    let plain = try curve.point(samples: 30, lambda: 5, using: stream)
    #expect(plain.flags == ["accuracy-within-4-points"] && plain.accuracy != nil)
    let beyond = try curve.point(samples: 80, lambda: 5, using: stream)
    #expect(beyond.flags == ["extrapolation"] && beyond.accuracy == nil && beyond.testMSE != nil)
    #expect(try curve.point(samples: 39, lambda: 0, using: stream).flags.contains("interpolation-peak"))
    // Wider than the pool: interpolation of more samples than there are cannot be seen.
    let wide = try LearningCurve(
      features: Matrix(rows: 20, columns: 50, elements: stream.gaussians(1000)),
      targets: .values(Matrix(rows: 20, columns: 1, elements: stream.gaussians(20))))
    let unseen = try wide.point(samples: 40, lambda: 0, using: stream)
    #expect(unseen.flags.contains("beyond-resolvable-range") && unseen.testMSE == nil)
    for (n, lambda) in [(1, 1.0), (30, -1), (30, .nan)] {
      #expect(throws: Refusal.self) { try curve.point(samples: n, lambda: lambda, using: stream) }
    }
    #expect(throws: Refusal.self) {
      try LearningCurve(features: Matrix(rows: 5, columns: 2), targets: .values(Matrix(rows: 5, columns: 1)))
    }
    #expect(throws: Refusal.self) {
      try LearningCurve(
        features: Matrix(rows: 1, columns: 2, repeating: 1), targets: .values(Matrix(rows: 1, columns: 1)))
    }
  }
}
