import LinearAlgebra
import Quotes
import Testing

@Suite struct PairedDifferenceTests {
  private func errors(_ all: [Double], _ related: [Double], at rows: [Int]) -> PairedDifference.Errors {
    PairedDifference.Errors(
      rows.map { all[$0] }, related: rows.map { related[$0] },
      relatedMean: related.reduce(0, +) / Double(related.count))
  }

  /// Over many samples of one population: no bias, the scatter that is promised, and less of it with a control variate.
  @Test func samplesOfOnePopulation() {
    var stream = RandomStream(seed: 71).branch("population")
    let n = 500
    /// Wrong where the noise of a sample is below a level; most of it is shared.
    func errors(_ shared: [Double], _ level: Double) -> [Double] {
      zip(shared, stream.gaussians(n)).map { $0 + 0.3 * $1 < level ? 1 : 0 }
    }
    let (first, second) = (stream.gaussians(n), stream.gaussians(n))
    let (a, relatedA) = (errors(first, -0.5), errors(first, -0.5))
    let (b, relatedB) = (errors(second, -0.3), errors(second, -0.3))
    let truth = (b.reduce(0, +) - a.reduce(0, +)) / Double(n)
    func scatter(_ relatedB: [Double], _ relatedA: [Double]) -> (bias: Double, spread: Double, promised: Double) {
      let found = (0..<400).map { t in
        let rows = SampledRows.of(n, count: 120, using: RandomStream(seed: 72).branch("rows", t))
        return PairedDifference(
          of: self.errors(b, relatedB, at: rows), minus: self.errors(a, relatedA, at: rows), among: n)
      }
      let mean = found.map(\.mean).reduce(0, +) / 400
      let square = found.reduce(0) { $0 + ($1.mean - truth) * ($1.mean - truth) } / 400
      return (mean - truth, square.squareRoot(), found.map(\.standardError).reduce(0, +) / 400)
    }
    let controlled = scatter(relatedB, relatedA)
    let nothing = [Double](repeating: 0, count: n)
    let bare = scatter(nothing, nothing)
    for found in [controlled, bare] {
      #expect(found.bias.magnitude < 4 * found.spread / 20)
      #expect((0.85...1.15).contains(found.promised / found.spread))
    }
    #expect(controlled.spread < 0.8 * bare.spread)
  }

  @Test func allSamplesLeaveNothingToChance() {
    let all = Array(0..<4)
    let found = PairedDifference(
      of: errors([1, 1, 0, 1], [0, 1, 0, 0], at: all), minus: errors([0, 0, 0, 1], [1, 1, 0, 0], at: all), among: 4)
    #expect(found.mean == 0.5 && found.standardError == 0)
  }

  /// Two models that agree on few samples may differ on others.
  @Test func agreementIsNotCertain() {
    let rows = Array(0..<4)
    let same = errors([1, 0, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0], at: rows)
    let found = PairedDifference(of: same, minus: same, among: 8)
    // √((1/4 − 1/8) · ¼ / 4)
    #expect(found.mean == 0 && (found.standardError - 0.0078125.squareRoot()).magnitude < 1e-15)
  }
}
