import Asymptotics
import DataModels
import Testing

/// The recursion against the tables of its derivation, to every printed digit.
@Suite struct QuantizedSGDTableTests {
  private static func model(_ batch: Int, _ dim: Int) throws -> QuantizedRegression {
    let (step, count) = [1: (0.1, 500), 8: (0.3, 300), 64: (0.5, 100)][batch]!
    return QuantizedRegression(
      spectrum: try .power(2, count: dim), batchSize: batch, stepSize: step, steps: count)
  }

  private static func averaged(_ model: QuantizedRegression) throws -> Double {
    try #require(try QuantizedSGDTheory(model).risks(at: [model.steps])[0].averagedRisk)
  }

  /// Half a unit of the fifth decimal, and rounding of a tie either way.
  private static let half = 0.500001e-5

  @Test func allTargetsTogether() throws {
    #expect(QuantizedSGDTables.together.count == 84)
    var plain = 0.0
    for row in QuantizedSGDTables.together {
      var model = try Self.model(row.batch, row.dim)
      for target in QuantizationTarget.allCases where row.kind != "none" {
        model[target] = try TargetError(text: "\(row.kind):\(row.variance)")
      }
      let risk = try Self.averaged(model)
      if row.kind == "none" { plain = risk }
      #expect(abs(risk - row.risk) <= Self.half, "\(row): \(risk)")
      #expect(abs(risk - plain - row.increment) <= Self.half, "\(row): \(risk - plain)")
    }
  }

  @Test func eachTargetAlone() throws {
    #expect(QuantizedSGDTables.alone.count == 30)
    for row in QuantizedSGDTables.alone {
      var model = try Self.model(row.batch, row.dim)
      let plain = try Self.averaged(model)
      let target = try #require(QuantizationTarget(rawValue: row.target))
      for (kind, increment) in [("add", row.additive), ("mult", row.multiplicative)] {
        model[target] = try TargetError(text: "\(kind):0.01")
        let found = try Self.averaged(model) - plain
        #expect(abs(found - increment) <= Self.half, "\(row) \(kind): \(found)")
      }
    }
  }
}
