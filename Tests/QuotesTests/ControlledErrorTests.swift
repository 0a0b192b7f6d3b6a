import LinearAlgebra
import Quotes
import Testing

@Suite struct ControlledErrorTests {
  @Test func allRowsNeedNoControl() {
    let errors = [1.0, 0, 0, 1, 0]
    let found = ControlledError(errors, at: Array(0..<5), related: [0, 0, 0, 1, 0])
    #expect((found.mean - 0.4).magnitude < 1e-15)
    // s² = 0.3 over five.
    #expect((found.standardError - 0.06.squareRoot()).magnitude < 1e-15)
  }

  /// Unbiased over the draw of the rows, with the spread that it states.
  @Test func meanAndSpreadOverDraws() {
    var stream = RandomStream(seed: 62).branch("errors")
    let n = 400
    let related = stream.uniforms(n).map { $0 < 0.2 ? 1.0 : 0 }
    let flips = stream.uniforms(n)
    let wanted = zip(related, flips).map { $1 < 0.1 ? 1 - $0 : $0 }
    let truth = wanted.reduce(0, +) / Double(n)
    let draws = (0..<400).map { t in
      let rows = SampledRows.of(n, count: 80, using: RandomStream(seed: 62).branch("rows", t))
      return ControlledError(rows.map { wanted[$0] }, at: rows, related: related)
    }
    let mean = draws.map(\.mean).reduce(0, +) / 400
    let spread = draws.map { ($0.mean - truth) * ($0.mean - truth) }.reduce(0, +) / 400
    // What it states beside the spread of a population of 400.
    let stated = draws.map { $0.standardError * $0.standardError }.reduce(0, +) / 400 - truth * (1 - truth) / Double(n)
    // Three standard errors of a mean of 400, and of their variance.
    #expect((mean - truth).magnitude < 3 * (spread / 400).squareRoot())
    #expect((stated / spread - 1).magnitude < 3 * (2.0 / 400).squareRoot())
  }
}
