import Asymptotics
import DataModels
import Experiments
import LinearAlgebra
import QuantizedTraining
import Testing

#if DEBUG
  private let scale = 1
#else
  private let scale = 8
#endif

/// Simulated against predicted risks: every target alone and all together, in every granularity and variant.
@Suite struct SGDAgreementTests {
  private struct Setting {
    var model: QuantizedRegression
    let name: String
  }

  private static func settings() throws -> [Setting] {
    var settings: [Setting] = []
    func add(_ name: String, _ batch: Int, _ change: (inout QuantizedRegression) throws -> Void) throws {
      var model = QuantizedRegression(
        spectrum: try .power(1.5, count: 6), batchSize: batch, stepSize: batch == 1 ? 0.1 : 0.3, steps: 40)
      model.weights = [1, -1, 0.5, 2, -0.3, 1]
      try change(&model)
      settings.append(Setting(model: model, name: "\(name) B=\(batch)"))
    }
    for batch in [1, 3] {
      try add("none", batch) { _ in }
      for target in QuantizationTarget.allCases {
        for text in ["add:0.1", "mult:0.1"] {
          try add("\(target) \(text)", batch) { $0[target] = try TargetError(text: text) }
        }
      }
      for law in IdealizedError.Law.allCases {
        try add("all \(law)", batch) {
          for target in QuantizationTarget.allCases {
            $0[target] = .idealized(IdealizedError(additive: 0.05, multiplicative: 0.05, law: law))
          }
        }
      }
      try add("fresh", batch) {
        $0.dataDraw = .fresh
        $0[.data] = .idealized(IdealizedError(additive: 0.1, multiplicative: 0.1))
      }
      for draw in QuantizedRegression.DataDraw.allCases {
        try add("row \(draw)", batch) {
          $0.dataDraw = draw
          $0[.data] = try TargetError(text: "mult:0.1:row")
        }
      }
      for target in [QuantizationTarget.label, .activation, .gradient] {
        try add("\(target) batch", batch) { $0[target] = try TargetError(text: "mult:0.2:batch") }
      }
      try add("stored", batch) {
        $0.hasMasterWeights = false
        $0[.parameter] = .idealized(IdealizedError(additive: 0.01, multiplicative: 0.01))
      }
      try add("tail and decay", batch) { ($0.averagingStart, $0.stepDecay) = (15, .power(0.3)) }
    }
    return settings
  }

  @Test func simulationAgreesWithTheory() throws {
    var scores: [Double] = []
    for (index, setting) in try Self.settings().enumerated() {
      let simulation = try QuantizedSGDSimulation(setting.model, trials: 400 * scale)
      let row = try simulation(at: [40], using: RandomStream(seed: 1).branch("agreement", index))[0]
      let risk = try QuantizedSGDTheory(setting.model).risks(at: [40])[0]
      for (values, expected) in [
        (row.risks, risk.risk), (row.averagedRisks, risk.averagedRisk!), (row.deployedRisks, risk.deployedRisk!),
      ] {
        let mean = MeanWithError(values)
        let z = (mean.mean - expected) / mean.standardError
        #expect(abs(z) <= 4, "\(setting.name): \(mean.mean) ± \(mean.standardError), predicted \(expected)")
        scores.append(z)
      }
    }
    let rms = (scores.reduce(0) { $0 + $1 * $1 } / Double(scores.count)).squareRoot()
    #expect(rms <= 1.2, "\(rms) over \(scores.count)")
  }

  /// Same seed, same bits at any number of threads; runs with other errors see the same data.
  @Test func seeded() throws {
    var model = QuantizedRegression(spectrum: try .power(2, count: 4), steps: 5)
    let run = { try QuantizedSGDSimulation($0, trials: 6)(at: [0, 5], using: RandomStream(seed: 3)) }
    let first = try run(model)
    let before = ThreadLimit.current
    ThreadLimit.current = 1
    #expect(try run(model)[1].risks == first[1].risks)
    ThreadLimit.current = before
    #expect(first[0].averagedRisks.isEmpty && first[1].averagedRisks.count == 6)
    model[.label] = .idealized(IdealizedError(additive: 1e-20))
    for (a, b) in zip(try run(model)[1].risks, first[1].risks) { #expect(abs(a - b) <= 1e-8) }
  }
}
