import DataModels
import LinearAlgebra
import PackedInference
import Testing
import Workbench

/// Real targets are measured as carefully as classes.
@Suite struct RegressionTests {
  /// y = Σ ±xⱼ / 2 + noise over twenty features: what ℓ∞ and one bit are made for.
  private static func equalSlopes(rows: Int, noise: Double) -> Table {
    var numbers = Table.Numbers(state: 17)
    var table = Table(names: (0..<20).map { "x\($0)" }, features: [], targets: [])
    for _ in 0..<rows {
      let x = (0..<20).map { _ in numbers.next() }
      let sum = x.enumerated().reduce(0) { $0 + ($1.offset % 3 == 0 ? -0.5 : 0.5) * $1.element }
      table.features.append(x)
      table.targets.append("\(3 + sum + noise * numbers.next())")
    }
    return table
  }

  /// R² and the squared error of every row, from the model that `compress` writes, computed here once more.
  @Test func errorsAreThoseOfTheModel() throws {
    try withFolder { folder in
      let table = Self.equalSlopes(rows: 240, noise: 0.3)
      for format in ["f32", "int4", "sign"] {
        let product = try table.compressed(in: folder) { request in
          (request.penalties, request.formats, request.roundings) = (["linf"], [format], ["plain"])
          request.data.test = "80"
        }
        let row = try #require(product.answer.chosen)
        let model = try ModelFile.decode(try #require(product.modelFile))
        let test = table.rows(160..<240)
        let y = test.targets.map { Double($0)! }
        let mean = y.reduce(0, +) / 80
        var (residual, total) = (0.0, 0.0)
        for (x, y) in zip(test.features, y) {
          let rest = Double(model.scores(x.map { Float($0) })[0]) - y
          residual += rest * rest
          total += (y - mean) * (y - mean)
        }
        // Float32 sums of twenty terms.
        #expect(abs(try #require(row.testError) / (residual / 80) - 1) < 1e-5)
        #expect(abs(try #require(row.rSquared) - (1 - residual / total)) < 1e-5)
        #expect(try #require(row.testErrorStandardError) > 0)
      }
    }
  }

  /// Where all slopes have one size, one bit under ℓ∞ is as good as 32 bits of ridge; where they do not, it is not.
  @Test func oneBitFitsEqualSlopes() throws {
    try withFolder { folder in
      func shares(_ table: Table) throws -> (float: Double, sign: Double) {
        let product = try table.compressedBriefly(in: folder) { $0.data.test = "0.4" }
        return (
          try #require(product.row("l2", "f32")?.rSquared), try #require(product.row("linf", "sign")?.rSquared)
        )
      }
      let equal = try shares(Self.equalSlopes(rows: 400, noise: 0.5))
      #expect(equal.float > 0.9 && equal.sign > equal.float - 0.005)
      let unequal = try shares(Table.prices(rows: 300))
      #expect(unequal.sign < unequal.float - 0.05)
    }
  }

  /// A classifier has no R².
  @Test func classesHaveNone() throws {
    try withFolder { folder in
      let rows = try Table.animals().compressed(in: folder).answer.candidates
      #expect(rows.allSatisfy { $0.rSquared == nil })
    }
  }
}
