import Compression
import ConvexSolvers
import LinearAlgebra
import PackedInference
import Quantization
import Quotes
import Testing

/// Leave-one-out of stored ridge against training again without each row.
@Suite struct CompressedLeaveOneOutTests {
  /// Every form with plain rounding, its scales from the weights and by least squares.
  static let storages =
    (StorageForms.all + [PrunedForm(fraction: 0.4)]).map { PlainStorage($0) }
    + StorageForms.all.filter { $0 is any QuantizedForm }.map { PlainStorage($0, refitsScales: true) }

  /// The stored weights of a model that was trained in earnest.
  static func stored(_ fit: LinearFit, _ storage: PlainStorage, on data: LeastSquares) -> Matrix {
    guard storage.refitsScales, let form = storage.form as? any QuantizedForm else {
      return storage.form.layer(of: fit.weights, structure: fit.structure).matrix
    }
    var quantized = form.quantized(fit.weights, structure: fit.structure)
    quantized.scales = zip(quantized.scales, data.leastSquaresScales(of: quantized.dequantized)).map { $0 * $1 }
    return form.layer(of: quantized, structure: fit.structure).matrix
  }

  struct Problem: Sendable {
    let n: Int, d: Int, k: Int
    let intercept: Bool
    var isClassification = true
    var lambdas = [0.05, 2.0]

    static let all = [
      Problem(n: 16, d: 5, k: 3, intercept: true), Problem(n: 9, d: 20, k: 3, intercept: true),
      Problem(n: 12, d: 6, k: 2, intercept: false),
      Problem(n: 15, d: 7, k: 1, intercept: true, isClassification: false),
      // No shrinkage, with rows to spare.
      Problem(n: 14, d: 4, k: 2, intercept: true, lambdas: [0]),
    ]

    /// X (n × d) and Y (n × K): one-hot classes, or real values.
    func draw() -> (x: Matrix, y: Matrix) {
      var stream = RandomStream(seed: 61).branch("problem", n)
      var x = Matrix(rows: n, columns: d, elements: stream.gaussians(n * d))
      for i in x.elements.indices { x.elements[i] += 0.5 }
      var y = Matrix(rows: n, columns: k, elements: stream.gaussians(n * k))
      if isClassification {
        for i in 0..<n {
          for l in 0..<k { y[i, l] = i % k == l ? 1 : 0 }
        }
      }
      return (x, y)
    }
  }

  @Test(arguments: Problem.all) func equalsRetraining(_ problem: Problem) throws {
    let (x, y) = problem.draw()
    let data = try LeastSquares(features: x, targets: y, intercept: problem.intercept)
    for lambda in problem.lambdas {
      let fast = try CompressedLeaveOneOut(RidgePath(data)).scores(lambda, as: Self.storages)
      for i in 0..<problem.n {
        let rest = (0..<problem.n).filter { $0 != i }
        let part = try LeastSquares(features: x.rows(rest), targets: y.rows(rest), intercept: problem.intercept)
        let fit = RidgePath(part).fit(lambda)
        for (s, storage) in Self.storages.enumerated() {
          let stored = Self.stored(fit, storage, on: part)
          let intercept = part.intercept(for: stored)
          for k in 0..<problem.k {
            let slow = dot(stored.row(k), x.row(i)) + intercept[k]
            #expect((fast[s][i, k] - slow).magnitude < 1e-10, "\(storage.form.name), λ = \(lambda), row \(i)")
          }
        }
      }
    }
  }

  @Test func someRowsAreRowsOfAll() throws {
    let (x, y) = Problem.all[0].draw()
    let path = RidgePath(try LeastSquares(features: x, targets: y))
    let rows = SampledRows.of(16, count: 5, using: RandomStream(seed: 61).branch("rows"))
    #expect(rows.count == 5 && rows == rows.sorted() && Set(rows).isSubset(of: Set(0..<16)))
    #expect(SampledRows.of(16, count: 16, using: RandomStream(seed: 61)) == Array(0..<16))
    let all = try CompressedLeaveOneOut(path).scores(1, as: Self.storages)
    let some = try CompressedLeaveOneOut(path, rows: rows).scores(1, as: Self.storages)
    for (a, b) in zip(all, some) {
      for (place, i) in rows.enumerated() {
        for k in 0..<3 { #expect((b[place, k] - a[i, k]).magnitude < 1e-12) }
      }
    }
  }

  /// At λ = 0 with as many features as rows each row determines its own fit.
  @Test func interpolationHasNoAnswer() throws {
    let (x, y) = Problem.all[1].draw()
    let path = RidgePath(try LeastSquares(features: x, targets: y))
    for scores in try CompressedLeaveOneOut(path).scores(0, as: Self.storages) {
      #expect(scores.elements.allSatisfy { !$0.isFinite })
    }
  }
}
