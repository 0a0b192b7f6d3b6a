import DataModels
import Experiments
import LinearAlgebra
import Messages
import Quantization
import QuantizedTraining
import Testing

#if DEBUG
  private let settings = 20
#else
  private let settings = 300
#endif

/// The fused runs against the plain ones, bit for bit.
@Suite struct SGDTwinTests {
  private static let errors = [
    "none", "add:0.01", "mult:0.05", "fixed8", "fixed4:range=4:rne", "e4m3", "e2m1:rne", "e5m2:range=100", "float:e5m4",
    "mxfp4", "mxfp8:round-up:rne", "ternary:range=2", "sign", "int4", "grid:x", "float:e3m0:rne",
  ]

  private static func error(_ text: String) throws -> TargetError {
    try TargetError(text: text) { _ in [-2, -0.5, 0, 0.1, 3] }
  }

  /// A setting at random: sizes about those of blocks and vectors, everything else from the catalog.
  private static func setting(_ index: Int) throws -> QuantizedRegression {
    var choice = RandomStream(seed: 5).branch("setting", index)
    func pick<Value>(_ values: [Value]) -> Value { values[choice.integer(below: values.count)] }
    let d = pick([1, 3, 4, 17, 32, 33, 70])
    var lambda = try CovarianceSpectrum.power(pick([0, 1, 2]), count: d).eigenvalues
    if d > 3, pick([true, false]) { lambda[2] = 0 }
    var model = QuantizedRegression(
      spectrum: try CovarianceSpectrum(eigenvalues: lambda), noiseVariance: pick([0, 1]),
      batchSize: pick([1, 1, 2, 5, 33]),
      stepSize: 0.3 / lambda.reduce(0, +), stepDecay: pick([.none, .power(0.5)]), steps: 9,
      averagingStart: pick([0, 4]), hasMasterWeights: pick([true, true, false]), dataDraw: pick([.shared, .fresh]))
    model.weights = choice.gaussians(d)
    model.start = choice.gaussians(d)
    for target in QuantizationTarget.allCases {
      model[target] = try error(pick(errors))
      if case .idealized(var error) = model[target] {
        error.law = pick([.gaussian, .gaussian, .uniform, .twoPoint])
        if error.additive == 0 {
          switch target {
          case .data: error.granularity = pick([.element, .row])
          case .parameter: break
          case .label, .activation, .gradient: error.granularity = pick([.element, .batch])
          }
          // Both parts at once.
          if error.granularity == .element { error.additive = pick([0, 0.02]) }
        }
        model[target] = .idealized(error)
      }
    }
    return model
  }

  /// Heavy-tailed, correlated rows.
  private static func rows(_ n: Int, _ d: Int) throws -> MeasuredInputs {
    var stream = RandomStream(seed: 6).branch("rows", d)
    var x = Matrix(rows: n, columns: d, elements: stream.gaussians(n * d))
    for i in 0..<n { for j in 0..<d { x[i, j] = x[i, j] * x[i, j] * x[i, j] + x[i, 0] } }
    let y = zip((0..<n).map { x[$0, d - 1] }, stream.gaussians(n)).map { $0 + 3 * $1 }
    return try MeasuredInputs(features: x, targets: y)
  }

  @Test func fusedIsPlain() throws {
    for index in 0..<settings {
      var model = try Self.setting(index)
      if index % 4 == 3, model.inputCount > 1 {
        let gaussian = model
        let measured = try Self.rows(50, model.inputCount % 40 + 1)
        model = QuantizedRegression(
          measured, batchSize: gaussian.batchSize, stepSize: 0.3 / measured.spectrum.eigenvalues.reduce(0, +),
          steps: 9, hasMasterWeights: gaussian.hasMasterWeights, dataDraw: gaussian.dataDraw)
        for target in QuantizationTarget.allCases { model[target] = gaussian[target] }
      }
      let runs = try QuantizedSGDSimulation.Method.allCases.map {
        try QuantizedSGDSimulation(model, trials: 2, method: $0)(
          at: [1, 5, 9], using: RandomStream(seed: 7).branch("twin", index))
      }
      for (a, b) in zip(runs[0], runs[1]) {
        for (one, other) in [
          (a.risks, b.risks), (a.averagedRisks, b.averagedRisks), (a.deployedRisks, b.deployedRisks),
        ] {
          #expect(one.map(\.bitPattern) == other.map(\.bitPattern), "setting \(index), t = \(a.iteration)")
        }
      }
    }
  }

  /// A format so fine that it changes nothing, on all targets, leaves the run as it is.
  @Test func aFineFormatChangesNothing() throws {
    var model = QuantizedRegression(spectrum: try .power(1, count: 40), batchSize: 3, stepSize: 0.05, steps: 30)
    let run = { try QuantizedSGDSimulation(model, trials: 3)(at: [30], using: RandomStream(seed: 2))[0].risks }
    let exact = try run()
    for target in QuantizationTarget.allCases { model[target] = try Self.error("fixed12:range=60:rne") }
    for (a, b) in zip(exact, try run()) {
      #expect(a != b)
      #expect(abs(a - b) <= 0.01 * a)
    }
  }

  /// Means of stochastic rounding are right: risks agree with those of the additive error that integers amount to.
  @Test func stochasticIntegersAddTheirError() throws {
    // Values of the size of the spacing Δ and above err by Δ²/6. (The gradient is on the grid of its two parts already.)
    let spacing = 0.5
    let model = QuantizedRegression(spectrum: try .power(0, count: 5), stepSize: 0.05, steps: 60)
    func risks(_ error: TargetError) throws -> MeanWithError {
      var model = model
      for target in [QuantizationTarget.data, .label, .activation] { model[target] = error }
      let row = try QuantizedSGDSimulation(model, trials: 1500)(at: [60], using: RandomStream(seed: 4))[0]
      return MeanWithError(row.averagedRisks)
    }
    let integers = try risks(Self.error("fixed10:range=\(511 * spacing)"))
    let added = try risks(.idealized(IdealizedError(additive: spacing * spacing / 6, law: .uniform)))
    let none = try risks(.none)
    func error(_ other: MeanWithError) -> Double {
      (integers.standardError * integers.standardError + other.standardError * other.standardError).squareRoot()
    }
    #expect(abs(integers.mean - added.mean) <= 4 * error(added), "\(integers), \(added)")
    #expect(integers.mean - none.mean > 4 * error(none), "\(integers), \(none)")
  }

  /// Blocks run along the coordinates of a sample: a large one takes the digits of its own 32 and of no others.
  @Test func blocksRunAlongCoordinates() throws {
    var lambda = [Double](repeating: 1e-6, count: 64)
    lambda[0] = 1e6
    for (block, isLost) in [(1..<32, true), (32..<64, false)] {
      var model = QuantizedRegression(
        spectrum: try CovarianceSpectrum(eigenvalues: lambda), noiseVariance: 0, stepSize: 1e-9, steps: 1)
      model[.data] = try Self.error("mxfp4:rne")
      // Labels are 0; w moves unless x̃·w is 0 too.
      model.weights = [Double](repeating: 0, count: 64)
      for i in block { model.start[i] = 1 }
      let rows = try QuantizedSGDSimulation(model, trials: 1)(at: [0, 1], using: RandomStream(seed: 1))
      #expect((rows[0].risks == rows[1].risks) == isLost)
    }
  }

  /// R_q of the user's rows at w₀, against rounding every row.
  @Test(arguments: ["fixed4:range=3:rne", "mxfp4:rne", "e2m1:rne"])
  func deployedRiskOfRows(_ name: String) throws {
    let measured = try Self.rows(60, 37)
    var model = QuantizedRegression(measured, stepSize: 1e-3, steps: 1)
    model[.data] = try Self.error(name)
    var stream = RandomStream(seed: 8).branch("start")
    model.start = stream.gaussians(model.inputCount)
    let found = try QuantizedSGDSimulation(model, trials: 1)(at: [1], using: RandomStream(seed: 1))[0].deployedRisks[0]
    let quantizer = try #require(model[.data].quantizer)
    var expected = 0.0
    for b in 0..<60 {
      var row = Array(measured.rows.row(b))
      let label = dot(row[...], model.weights[...])
      quantizer.quantize(&row)
      let difference = label - dot(row[...], model.start[...])
      expected += difference * difference / 120
    }
    #expect(abs(found - expected) <= 1e-12 * expected, "\(found), \(expected)")
  }

  /// R_q of Gaussian inputs at w₀, against rounding drawn ones.
  @Test(arguments: ["fixed4:range=3:rne", "mxfp4:sr", "e2m1:sr", "sign:range=2:sr"])
  func deployedRiskOfGaussians(_ name: String) throws {
    var lambda = try CovarianceSpectrum.power(1, count: 33).eigenvalues
    lambda[4] = 0
    var model = QuantizedRegression(spectrum: try CovarianceSpectrum(eigenvalues: lambda), stepSize: 1e-3, steps: 1)
    model[.data] = try Self.error(name)
    var stream = RandomStream(seed: 8).branch("start")
    model.start = stream.gaussians(33)
    let found = try QuantizedSGDSimulation(model, trials: 1)(at: [1], using: RandomStream(seed: 1))[0].deployedRisks[0]
    let quantizer = try #require(model[.data].quantizer)
    let measured = MeanWithError(
      (0..<4000).map { _ in
        var row = zip(stream.gaussians(33), lambda).map { $0 * $1.squareRoot() }
        let label = dot(row[...], model.weights[...])
        quantizer.quantize(&row, noise: stream.uniforms(33))
        let difference = label - dot(row[...], model.start[...])
        return difference * difference / 2
      })
    #expect(abs(found - measured.mean) <= 4 * measured.standardError, "\(found), \(measured)")
  }

  /// Same seed, same bits; another target's format changes no draw of the inputs.
  @Test func seeded() throws {
    var model = QuantizedRegression(spectrum: try .power(1, count: 33), batchSize: 3, steps: 20)
    for target in QuantizationTarget.allCases { model[target] = try Self.error("fixed8") }
    let run = { try QuantizedSGDSimulation(model, trials: 5)(at: [20], using: RandomStream(seed: 3))[0].risks }
    let first = try run()
    let before = ThreadLimit.current
    ThreadLimit.current = 1
    #expect(try run() == first)
    ThreadLimit.current = before
    model[.label] = try Self.error("fixed10")
    for (a, b) in zip(first, try run()) { #expect(a != b && abs(a - b) < 0.5 * a) }
  }

  @Test func impossibleSimulationsAreRefused() throws {
    let model = QuantizedRegression(spectrum: try .power(1, count: 1000), batchSize: 1_000_000)
    for trials in [1, 0] {
      #expect(throws: Refusal.self) { try QuantizedSGDSimulation(model, trials: trials) }
    }
  }
}
