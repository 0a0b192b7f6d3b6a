import Asymptotics
import DataModels
import Testing

/// Number formats inside SGD: predictions of an independent program, to the digits that it printed.
@Suite struct SGDFormatTests {
  struct Row: Sendable {
    let texts: [QuantizationTarget: String]
    let batch: Int
    let risk: Double
    /// What the other program's quadratures leave open.
    let tolerance: Double

    init(_ texts: [QuantizationTarget: String], _ batch: Int, _ risk: Double, _ tolerance: Double = 2e-5) {
      (self.texts, self.batch, self.risk, self.tolerance) = (texts, batch, risk, tolerance)
    }

    static func all(_ text: String) -> [QuantizationTarget: String] {
      Dictionary(uniqueKeysWithValues: QuantizationTarget.allCases.map { ($0, text) })
    }

    /// The ranges of that program: 5 √λ₁ for data, 2 for weights, 8 for outputs.
    static func integers(_ bits: Int) -> [QuantizationTarget: String] {
      all("fixed\(bits)").merging([.data: "fixed\(bits):range=5", .parameter: "fixed\(bits):range=2"]) { $1 }
    }

    static func blocks(_ text: String) -> [QuantizationTarget: String] {
      all("e4m3").merging([.data: text, .parameter: text]) { $1 }
    }
  }

  /// Where label, activation and gradient are coarse, the risk that it simulated with 4 standard errors; it took
  /// their residual as Gaussian.
  static let rows: [Row] = [
    Row([:], 1, 0.09209), Row([:], 8, 0.06817),
    Row(Row.integers(8), 1, 0.09225), Row(Row.integers(4), 1, 0.13766, 4 * 0.00037), Row(Row.all("e4m3"), 1, 0.09225),
    Row(Row.all("e5m2"), 1, 0.09278), Row(Row.all("bf16"), 1, 0.09208), Row(Row.all("e2m1"), 1, 0.11665, 3e-5),
    Row(Row.blocks("mxfp4:round-up"), 1, 0.09571, 1e-4), Row(Row.blocks("mxfp8:round-up"), 1, 0.09228, 1e-4),
    Row([.gradient: "ternary:range=6"], 1, 0.10605), Row([.gradient: "sign:range=6"], 1, 0.19359),
    Row([.label: "sign:range=6"], 1, 0.19292), Row([.gradient: "sign:rne"], 1, 0.11556, 5e-5),
    Row([.data: "fixed4:range=5:rne"], 1, 0.12888), Row([.data: "fixed3:range=5"], 1, 0.25534),
    Row([.data: "e2m1:rne"], 1, 0.11109, 5e-5), Row([.label: "e5m2:rne"], 1, 0.09248),
    Row(Row.integers(8), 8, 0.06838), Row(Row.integers(4), 8, 0.12349, 4 * 0.00051), Row(Row.all("e4m3"), 8, 0.06828),
    Row(Row.all("e2m1"), 8, 0.09884, 4 * 0.0004), Row(Row.blocks("mxfp4:round-up"), 8, 0.07178, 1e-4),
    Row([.gradient: "sign:range=6"], 8, 0.10619), Row([.data: "fixed3:range=5"], 8, 0.25117),
  ]

  @Test(arguments: rows) func knownPredictions(_ row: Row) throws {
    let isSingle = row.batch == 1
    var model = QuantizedRegression(
      spectrum: try .power(2, count: isSingle ? 50 : 200), batchSize: row.batch, stepSize: isSingle ? 0.05 : 0.2,
      steps: isSingle ? 500 : 250)
    for (target, text) in row.texts { model[target] = try TargetError(text: text) }
    let theory = try QuantizedSGDTheory(model)
    #expect(theory.notModeled == nil)
    let risk = try #require(theory.risks(at: [model.steps])[0].averagedRisk)
    #expect((risk - row.risk).magnitude <= row.tolerance, "\(row.texts) B=\(row.batch): \(risk) against \(row.risk)")
  }
}
