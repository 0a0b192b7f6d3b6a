import Asymptotics
import DataModels
import LinearAlgebra
import Messages
import Testing

#if DEBUG
  private let settingCount = 100
#else
  private let settingCount = 300
#endif

/// What must hold for every setting.
@Suite struct QuantizedSGDLawTests {
  private static func close(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
    abs(a - b) <= tolerance * max(abs(a), abs(b))
  }

  /// The collected recursion and the literal one differ by rounding only.
  @Test func literal() throws {
    var stream = RandomStream(seed: 1).branch("literal sgd")
    for _ in 0..<200 {
      let model = try SGDSettings.random(&stream)
      let found = try QuantizedSGDTheory(model).risks(at: [model.steps])[0]
      let expected = LiteralSGD(model: model).risks()
      #expect(Self.close(found.risk, expected.last, 1e-11), "\(model): \(found), \(expected)")
      #expect(Self.close(try #require(found.averagedRisk), expected.averaged, 1e-11), "\(model)")
    }
  }

  @Test func closedForm() throws {
    var stream = RandomStream(seed: 1).branch("closed form")
    var count = 0
    for _ in 0..<200 {
      let model = try SGDSettings.random(&stream)
      let theory = try QuantizedSGDTheory(model)
      guard theory.isStable(stepSize: model.stepSize) else { continue }
      let closed = try ClosedForm(theory)
      for row in theory.risks(at: [0, 1, model.steps]) {
        let found = closed.risk(at: row.iteration)
        #expect(Self.close(found.risk, row.risk, 1e-10), "\(model) \(found) \(row)")
        #expect(Self.close(found.averagedRisk ?? 0, row.averagedRisk ?? 0, 1e-10), "\(model) \(found) \(row)")
        #expect(Self.close(found.deployedRisk ?? 0, row.deployedRisk ?? 0, 1e-10), "\(model) \(found) \(row)")
      }
      count += 1
    }
    #expect(count > 150)
    var large = QuantizedRegression(spectrum: try .power(2, count: 120), steps: 2000)
    for target in QuantizationTarget.allCases { large[target] = try TargetError(text: "mult:0.01") }
    let theory = try QuantizedSGDTheory(large)
    let (found, row) = (try ClosedForm(theory).risk(at: 2000), theory.risks(at: [2000])[0])
    #expect(Self.close(found.risk, row.risk, 1e-10) && Self.close(found.averagedRisk!, row.averagedRisk!, 1e-10))
  }

  /// Just below the largest stable step size the risk settles at the stationary one; just above it grows.
  @Test func stability() throws {
    var stream = RandomStream(seed: 1).branch("stability")
    for _ in 0..<30 {
      var model = try SGDSettings.random(&stream)
      model.spectrum = try .power(1, count: 4)
      (model.weights, model.start) = ([1, -1, 2, 0.5], [0, 0, 0, 0])
      (model.steps, model.noiseVariance, model.averagingStart) = (20_000, 1, 0)
      let theory = try QuantizedSGDTheory(model)
      guard let largest = theory.largestStableStepSize else { continue }
      model.stepSize = 0.9 * largest
      guard try QuantizedSGDTheory(model).isStable(stepSize: model.stepSize) else { continue }
      let below = try QuantizedSGDTheory(model)
      let limit = try #require(below.stationaryRisk)
      #expect(Self.close(below.risks(at: [20_000])[0].risk, limit, 1e-6), "\(model)")
      model.stepSize = 1.05 * largest
      let above = try QuantizedSGDTheory(model)
      #expect(above.stationaryRisk == nil)
      let risks = above.risks(at: [2000, 4000]).map(\.risk)
      #expect(!(risks[1] <= 2 * risks[0]), "\(model) \(risks)")
    }
  }

  /// Never below the exact deployed risk, nor that below the clean one.
  @Test func bound() throws {
    var stream = RandomStream(seed: 1).branch("bound")
    var count = 0
    while count < settingCount {
      let model = try SGDSettings.random(&stream, insideBound: true)
      let theory = try QuantizedSGDTheory(model)
      guard theory.boundRefusal == nil else { continue }
      for (risk, bound) in theory.boundedRisks(at: [1, (model.steps + 1) / 2, model.steps]) {
        let bound = try #require(bound)
        let deployed = try #require(risk.deployedRisk)
        #expect(deployed >= (1 - 1e-12) * risk.averagedRisk!)
        #expect(bound.total >= (1 - 1e-12) * deployed, "\(model) \(risk) \(bound)")
      }
      count += 1
    }
  }

  @Test func noBoundOutsideItsConditions() throws {
    let plain = QuantizedRegression(spectrum: try .power(2, count: 5))
    #expect(try QuantizedSGDTheory(plain).boundRefusal == nil)
    func refusal(_ change: (inout QuantizedRegression) throws -> Void) throws -> String {
      var model = plain
      try change(&model)
      let theory = try QuantizedSGDTheory(model)
      #expect(theory.boundedRisks(at: [5])[0].bound == nil)
      return theory.boundRefusal ?? ""
    }
    #expect(try refusal { $0.dataDraw = .fresh }.contains("shared"))
    #expect(try refusal { $0.averagingStart = 3 }.contains("average"))
    #expect(try refusal { $0.stepDecay = .power(0.5) }.contains("constant"))
    #expect(try refusal { $0.stepSize = 1.2 }.contains("1 over"))
    #expect(try refusal { $0.stepSize = 0.9 }.contains("smaller"))
    #expect(try refusal { $0[.label] = try TargetError(text: "mult:0.1:batch") }.contains("label"))
    #expect(
      try refusal {
        $0.hasMasterWeights = false
        $0[.parameter] = try TargetError(text: "add:0.1")
      }.contains("master"))
  }
}
