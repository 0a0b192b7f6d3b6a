import Activations
import ConvexSolvers
import DataModels
import FeatureMaps
import LinearAlgebra
import Messages
import RandomFeatures
import Testing

/// The blocked Float32 fit against ridge regression in Float64 on all features at once.
@Suite struct LastLayerTests {
  /// Both forms: fewer features than rows, as many, and more.
  struct Case: Sendable, CustomTestStringConvertible {
    let width: Int
    let isRegression: Bool
    var testDescription: String { "\(width) features, \(isRegression ? "values" : "classes")" }
    var data: LabeledData { isRegression ? SmallData.values(60, inputs: 7) : SmallData.classes(60, inputs: 7) }
    var map: any FeatureMap { try! DenseMap(inputCount: 7, outputCount: width, seed: 4) }
  }
  static let cases = [1, 20, 60, 61, 150].flatMap { w in [false, true].map { Case(width: w, isRegression: $0) } }

  /// The largest difference of two entries.
  private func distance(_ a: [Double], _ b: [Double]) -> Double {
    a.count == b.count ? zip(a, b).reduce(0) { max($0, ($1.0 - $1.1).magnitude) } : .infinity
  }

  private func meanDiagonal(_ problem: LeastSquares) -> Double {
    let gram = problem.gramMatrix
    return (0..<gram.rowCount).reduce(0) { $0 + gram[$1, $1] } / Double(gram.rowCount)
  }

  @Test(arguments: cases) func equalsRidgeAndItsLeaveOneOut(example: Case) throws {
    let (data, map) = (example.data, example.map)
    let grid = [1e-2, 0.1, 1]
    let fit = try LastLayerFit(relativeLambdas: grid)(map, on: data)
    let problem = try LeastSquares(features: SmallData.features(map, data), targets: data.targets.matrix)
    let path = RidgePath(problem)
    let unit = meanDiagonal(problem)
    #expect(fit.path.map(\.relativeLambda) == grid)
    for point in fit.path {
      #expect(abs(point.lambda / (point.relativeLambda * unit) - 1) < 1e-5)
      let left = path.leaveOneOut(point.lambda)
      let y = data.targets.matrix
      var squares = 0.0
      var wrong = 0
      for i in 0..<y.rowCount {
        for k in 0..<y.columnCount { squares += (y[i, k] - left[i, k]) * (y[i, k] - left[i, k]) }
        if case .classes(let labels, _) = data.targets {
          let best = (0..<3).reduce(0) { left[i, $1] > left[i, $0] ? $1 : $0 }
          if best != labels[i] { wrong += 1 }
        }
      }
      let exact = squares / Double(y.elements.count)
      let found = try #require(point.squaredError)
      #expect(abs(found / exact - 1) < 1e-3, "\(found), not \(exact)")
      #expect(point.errorRate == (example.isRegression ? nil : Double(wrong) / 60))
    }
    let best = try #require(fit.path.min { $0.squaredError! < $1.squaredError! })
    #expect(fit.lambda == best.lambda)
    let exact = path.fit(fit.lambda)
    let size = exact.weights.elements.reduce(0) { max($0, $1.magnitude) }
    #expect(distance(fit.weights.elements, exact.weights.elements) < 1e-3 * size)
    #expect(distance(fit.intercept, exact.intercept) < 1e-3 * max(1, size))
    let gram = try #require(fit.gram)
    #expect(distance(gram.elements, problem.gramMatrix.elements) < 1e-5 * unit)
  }

  /// How many rows come together changes last digits only.
  @Test(arguments: [1, 7, 59, 60, 1000]) func blocksOfAnySize(rows: Int) throws {
    for width in [25, 80] {
      let data = SmallData.classes(60, inputs: 7)
      let map = try DenseMap(inputCount: 7, outputCount: width, activation: Tanh(), seed: 2)
      let one = try LastLayerFit(rowsPerBlock: 64)(map, on: data)
      let other = try LastLayerFit(rowsPerBlock: rows)(map, on: data)
      let unit = one.gram!.elements.reduce(0) { max($0, $1.magnitude) }
      #expect(distance(one.gram!.elements, other.gram!.elements) < 1e-5 * unit)
      #expect(abs(one.lambda / other.lambda - 1) < 1e-5)
    }
  }

  /// The provisional mean: features that hardly vary around a large mean keep a positive definite G.
  @Test func largeMeans() throws {
    var data = SmallData.classes(200, inputs: 12)
    for i in data.features.elements.indices { data.features.elements[i] = 300 + data.features.elements[i] }
    let map = try DenseMap(inputCount: 12, outputCount: 40, activation: Linear(), seed: 3)
    let fit = try LastLayerFit(relativeLambdas: [1e-4], rowsPerBlock: 50)(map, on: data)
    let problem = try LeastSquares(features: SmallData.features(map, data), targets: data.targets.matrix)
    let unit = meanDiagonal(problem)
    #expect(distance(fit.gram!.elements, problem.gramMatrix.elements) < 1e-4 * unit)
    #expect(fit.path[0].squaredError != nil)
  }

  @Test func threadsChangeNoBit() throws {
    let data = SmallData.classes(300, inputs: 9)
    let map = try DenseMap(inputCount: 9, outputCount: 70, seed: 5)
    let saved = ThreadLimit.current
    defer { ThreadLimit.current = saved }
    ThreadLimit.current = 1
    let one = try LastLayerFit()(map, on: data)
    ThreadLimit.current = 4
    let four = try LastLayerFit()(map, on: data)
    #expect(one.weights == four.weights && one.path == four.path && one.gram == four.gram)
  }

  @Test(arguments: [30, 400]) func progressEndsAtOne(width: Int) throws {
    let data = SmallData.classes(150, inputs: 5)
    let map = try DenseMap(inputCount: 5, outputCount: width, seed: 1)
    var heard: [LastLayerFit.Stage: [Double]] = [:]
    _ = try LastLayerFit(rowsPerBlock: 40)(map, on: data) { heard[$0, default: []].append($1) }
    for stage in [LastLayerFit.Stage.features, .ridge] {
      let shares = try #require(heard[stage])
      #expect(shares == shares.sorted() && shares.last == 1 && shares.count >= 4)
    }
  }
}

/// Copies that train along, and what leaving out means then.
@Suite struct ShiftTests {
  private let image = ImageShape(height: 3, width: 4)

  @Test func copiesByHand() throws {
    let rows = FloatMatrix(rows: 1, columns: 12, elements: (1...12).map { Float($0) })
    let shifts = try Shifts(image: image, reach: 1)
    let copies = shifts.copies(of: rows)
    #expect(copies.rowCount == 9 && shifts.moves.count == 9)
    #expect(Array(copies.elements[0..<12]) == rows.elements)
    let down = shifts.moves.firstIndex { $0.down == 1 && $0.right == 0 }!
    #expect(Array(copies.elements[copies.range(ofRow: down)]) == [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8])
    let left = shifts.moves.firstIndex { $0.down == 0 && $0.right == -1 }!
    #expect(Array(copies.elements[copies.range(ofRow: left)]) == [2, 3, 4, 0, 6, 7, 8, 0, 10, 11, 12, 0])
    #expect(try Shifts(image: image, reach: 0).copies(of: rows) == rows)
  }

  /// Leave-one-out without refitting equals refitting without the sample and its copies.
  @Test(arguments: [10, 200]) func leavingOutEqualsRefitting(width: Int) throws {
    let data = SmallData.classes(15, inputs: 12)
    let map = try DenseMap(inputCount: 12, outputCount: width, seed: 8)
    let shifts = try Shifts(image: image, reach: 1)
    let fit = try LastLayerFit(relativeLambdas: [0.1], shifts: shifts)(map, on: data)
    let lambda = fit.lambda
    let copies = map.features(of: shifts.copies(of: FloatMatrix(data.features))).widened
    let y = data.targets.matrix
    var squares = 0.0
    for i in 0..<15 {
      let others = (0..<15 * 9).filter { $0 / 9 != i }
      let problem = try LeastSquares(features: copies.rows(others), targets: y.rows(others.map { $0 / 9 }))
      let refit = RidgePath(problem).fit(lambda)
      for k in 0..<3 {
        let score = dot(refit.weights.row(k), copies.row(9 * i)) + refit.intercept[k]
        squares += (y[i, k] - score) * (y[i, k] - score)
      }
    }
    #expect(abs(try #require(fit.path[0].squaredError) / (squares / 45) - 1) < 1e-3)
    // Every third sample only, and the same G.
    let few = try LastLayerFit(relativeLambdas: [0.1], shifts: shifts, leaveOutRows: 45)(map, on: data)
    #expect(few.gram == fit.gram && few.weights == fit.weights && few.path != fit.path)
  }
}

/// What cannot be fitted is refused.
@Suite struct LastLayerRefusalTests {
  private func kind(_ body: () throws -> Any) -> Refusal.Kind? {
    do {
      _ = try body()
      return nil
    } catch {
      return (error as? Refusal)?.kind
    }
  }

  @Test func settingsAndData() throws {
    let data = SmallData.classes(20, inputs: 6)
    let map = try DenseMap(inputCount: 6, outputCount: 5, seed: 1)
    for grid in [[], [0], [-1], [.nan], [0.1, .infinity]] {
      #expect(kind { try LastLayerFit(relativeLambdas: grid)(map, on: data) } == .usage)
    }
    #expect(kind { try LastLayerFit(rowsPerBlock: 0)(map, on: data) } == .usage)
    #expect(kind { try LastLayerFit(leaveOutRows: 0)(map, on: data) } == .usage)
    #expect(kind { try LastLayerFit()(DenseMap(inputCount: 7, outputCount: 5, seed: 1), on: data) } == .input)
    #expect(kind { try LastLayerFit()(map, on: data.rows([0])) } == .input)
    let image = ImageShape(height: 3, width: 3)
    #expect(kind { try LastLayerFit(shifts: Shifts(image: image, reach: 1))(map, on: data) } == .usage)
    #expect(kind { try Shifts(image: image, reach: 3) } == .usage)
    #expect(kind { try Shifts(image: image, reach: -1) } == .usage)
    var broken = data
    broken.features[3, 2] = .nan
    #expect(kind { try LastLayerFit()(map, on: broken) } == .input)
    broken.features[3, 2] = 1e300
    #expect(kind { try LastLayerFit()(map, on: broken) } == .input)
    let flat = try LabeledData(features: Matrix(rows: 20, columns: 6, repeating: 1), targets: data.targets)
    #expect(kind { try LastLayerFit()(map, on: flat) } == .input)
    let y = try LabeledData(
      features: data.features, targets: .values(Matrix(rows: 20, columns: 1, repeating: .infinity)))
    #expect(kind { try LastLayerFit()(map, on: y) } == .input)
    let huge = try HadamardMap(inputCount: 6, outputCount: 1 << 24, seed: 1)
    let many = SmallData.classes(80, inputs: 6)
    #expect(kind { try LastLayerFit()(huge, on: many) } == .usage)
  }

  /// Targets that do not vary are learned, as their mean.
  @Test func constantTargets() throws {
    let data = SmallData.classes(20, inputs: 6)
    let one = try LabeledData(features: data.features, targets: .values(Matrix(rows: 20, columns: 1, repeating: 7)))
    let fit = try LastLayerFit()(DenseMap(inputCount: 6, outputCount: 5, seed: 1), on: one)
    #expect(fit.weights.elements.allSatisfy { $0 == 0 } && fit.intercept == [7])
  }
}
