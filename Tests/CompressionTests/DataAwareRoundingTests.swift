import Compression
import ConvexFunctions
import ConvexSolvers
import DataFiles
import DataModels
import Foundation
import LinearAlgebra
import Quantization
import Testing

/// Rounding that reads the data: against its definition, against plain rounding, and on real digits.
@Suite struct DataAwareRoundingTests {
  /// The formats for which it pays.
  static let formats = ["sign", "ternary", "int2", "int3", "int4"]

  /// A ridge problem with its solution and H = XᵀX + λ.
  struct Problem: Sendable, CustomTestStringConvertible {
    let data: LeastSquares
    let lambda: Double
    let weights: Matrix
    let hessian: Matrix
    let testDescription: String

    init(_ data: LeastSquares, lambda: Double, _ name: String) throws {
      self.data = data
      self.lambda = lambda
      weights = RidgePath(data).fit(lambda).weights
      var hessian = data.gramMatrix
      for j in 0..<hessian.rowCount { hessian[j, j] += lambda }
      self.hessian = hessian
      testDescription = name
    }
  }

  /// Features that share a common part, so that errors can make up for each other; more samples than features
  /// and fewer; scales far apart; a feature that is constant.
  static let problems: [Problem] = {
    var random = RandomStream(seed: 71).branch("data-aware")
    func problem(_ n: Int, _ d: Int, _ lambda: Double, _ name: String, scale: (Int) -> Double = { _ in 1 }) -> Problem {
      var x = Matrix(rows: n, columns: d, elements: random.gaussians(n * d))
      for i in 0..<n {
        let common = 2 * random.gaussians(1)[0]
        for j in 0..<d { x[i, j] = scale(j) * (x[i, j] + common) }
      }
      let y = Matrix(rows: n, columns: 3, elements: random.gaussians(n * 3).map { $0 < 0 ? 0 : 1 })
      return try! Problem(try! LeastSquares(features: x, targets: y), lambda: lambda, name)
    }
    return [
      problem(200, 30, 5, "n > d"), problem(40, 60, 1, "n < d"), problem(50, 50, 1e-3, "n = d, little λ"),
      problem(120, 20, 1, "scales far apart") { $0 % 3 == 0 ? 100 : 1 },
      problem(100, 10, 1, "a constant feature") { $0 == 4 ? 0 : 1 }, problem(30, 1, 1, "one feature"),
    ]
  }()

  private func plain(_ weights: Matrix, _ format: any NumberFormat) -> QuantizedMatrix {
    switch format {
    case let format as OneBit: QuantizedMatrix(weights, format: format, scale: MeanAbs())
    default: QuantizedMatrix(weights, format: format, scale: RootMeanSquare())
    }
  }

  /// Each sweep lowers the excess or leaves it, and it ends where it was said to.
  @Test(arguments: problems, formats) func sweepsAreMonotone(problem: Problem, format: String) throws {
    let format = try #require(Formats.named(format))
    let rounding = try #require(DataAwareRounding(hessian: problem.hessian))
    var traces: [Int: [Double]] = [:]
    let rounded = rounding(problem.weights, to: format, from: plain(problem.weights, format)) { row, excess in
      traces[row, default: []].append(excess)
    }
    #expect(traces.count == 3)
    let size = dot(problem.weights.elements[...], problem.weights.times(problem.hessian).elements[...])
    for (_, trace) in traces {
      #expect(trace.count >= 2)
      // Differences of sums of about `size`, 1e-13 of which is rounding.
      for (before, after) in zip(trace, trace.dropFirst()) { #expect(after <= before + 1e-13 * size) }
    }
    let last = traces.values.map { $0.last! }.reduce(0, +) / size
    #expect(rounding.relativeExcess(of: rounded.dequantized, from: problem.weights) <= last + 1e-12)
    // Numbers of the format, and nothing else.
    for number in rounded.numbers.elements { #expect(format.nearest(number) == number) }
  }

  @Test(arguments: problems, formats) func neverWorseThanPlain(problem: Problem, format: String) throws {
    let format = try #require(Formats.named(format))
    let rounding = try #require(DataAwareRounding(hessian: problem.hessian))
    let plain = plain(problem.weights, format)
    let aware = rounding(problem.weights, to: format, from: plain)
    let (a, b) = (
      rounding.relativeExcess(of: aware.dequantized, from: problem.weights),
      rounding.relativeExcess(of: plain.dequantized, from: problem.weights)
    )
    #expect(a <= b + 1e-12)
    if problem.weights.columnCount >= 20, format.bitWidth <= 2 { #expect(a < 0.8 * b) }
  }

  /// (v − w)ᵀ(XᵀX + λ)(v − w) is what rounding adds to the ridge objective.
  @Test(arguments: problems) func excessIsThatOfTheObjective(problem: Problem) throws {
    let rounding = try #require(DataAwareRounding(hessian: problem.hessian))
    let rounded = plain(problem.weights, OneBit()).dequantized
    func objective(_ w: Matrix) -> Double {
      Certificate(w, on: problem.data, penalty: SquaredL2(), lambda: problem.lambda).objective
    }
    let size = dot(problem.weights.elements[...], problem.weights.times(problem.hessian).elements[...])
    let excess = rounding.relativeExcess(of: rounded, from: problem.weights) * size
    let difference = objective(rounded) - objective(problem.weights)
    #expect(abs(excess - difference) <= 1e-9 * objective(rounded))
  }

  /// Brute force over all signs of eight weights: what is found is close to the best there is.
  @Test func nearTheBestOfAllSigns() throws {
    var random = RandomStream(seed: 72).branch("brute")
    var found = 0.0
    var best = 0.0
    for _ in 0..<20 {
      let x = Matrix(rows: 30, columns: 8, elements: random.gaussians(240))
      let hessian = Matrix(rows: 8, columns: 8, repeating: 20) + x.gram
      let w = Matrix(rows: 1, columns: 8, elements: random.gaussians(8))
      let rounding = try #require(DataAwareRounding(hessian: hessian))
      let rounded = rounding(w, to: OneBit(), from: plain(w, OneBit()))
      found += rounding.relativeExcess(of: rounded.dequantized, from: w)
      best += (0..<256).map { bits in
        let q = Matrix(rows: 1, columns: 8, elements: (0..<8).map { bits >> $0 & 1 == 1 ? -1 : 1 })
        let scale =
          dot(q.elements[...], w.times(hessian).elements[...])
          / dot(q.elements[...], q.times(hessian).elements[...])
        return rounding.relativeExcess(of: QuantizedMatrix(numbers: q, scales: [scale]).dequantized, from: w)
      }.min()!
    }
    #expect(found >= best && found <= 1.3 * best)
  }

  @Test func whatCannotBeFactoredIsRefused() {
    #expect(DataAwareRounding(hessian: Matrix(rows: 2, columns: 2, elements: [1, 2, 2, 1])) == nil)
    #expect(DataAwareRounding(hessian: Matrix(rows: 2, columns: 2)) == nil)
  }

  /// The built-in digits: at one bit at most 0.6 of plain rounding's excess, and less at every width.
  @Test(arguments: [0.001, 0.003, 0.01, 0.03]) func digits(fraction: Double) throws {
    let digits = try BuiltInData.digits()
    try check(digits.features.rows(Array(0..<1200)), digits.targets.matrix.rows(Array(0..<1200)), fraction, 0.6)
  }

  /// MNIST pixels: at most 0.35.
  @Test func mnist() throws {
    #if DEBUG
      print("SKIPPED: MNIST takes long in a debug build; run it in release")
    #else
      let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("../shared/data/mnist").standardizedFileURL.path
      let images = folder + "/t10k-images-idx3-ubyte.gz"
      guard FileManager.default.fileExists(atPath: images) else {
        print("SKIPPED: MNIST is not beside the package, so rounding was not tried on its pixels")
        return
      }
      let data = try DataSource(path: images, target: folder + "/t10k-labels-idx1-ubyte.gz").load()
      for fraction in [0.0001, 0.001, 0.01] {
        try check(data.features.rows(Array(0..<5000)), data.targets.matrix.rows(Array(0..<5000)), fraction, 0.35)
      }
    #endif
  }

  private func check(_ features: Matrix, _ targets: Matrix, _ fraction: Double, _ limit: Double) throws {
    let data = try LeastSquares(features: features, targets: targets)
    let problem = try Problem(data, lambda: fraction * LambdaGrid.largest(for: SquaredL2(), data), "")
    let rounding = try #require(DataAwareRounding(hessian: problem.hessian))
    for name in Self.formats {
      let format = try #require(Formats.named(name))
      let plain = plain(problem.weights, format)
      let aware = rounding(problem.weights, to: format, from: plain)
      let ratio =
        rounding.relativeExcess(of: aware.dequantized, from: problem.weights)
        / rounding.relativeExcess(of: plain.dequantized, from: problem.weights)
      #expect(ratio <= (name == "sign" ? limit : 1), "\(name), λ = \(fraction) λmax")
    }
  }
}

private func + (a: Matrix, b: Matrix) -> Matrix {
  Matrix(rows: a.rowCount, columns: a.columnCount, elements: zip(a.elements, b.elements).map { $0 + $1 })
}
