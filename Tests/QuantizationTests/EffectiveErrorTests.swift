import LinearAlgebra
import Quantization
import Testing

/// Effective errors against closed forms, against the figures of an independent program, and against drawn values.
@Suite struct EffectiveErrorTests {
  private func error(_ name: String, sd: Double = 1) throws -> EffectiveError {
    try Quantizer(named: name) { _ in [-1.5, -0.25, 0.5, 2] }.effectiveError(standardDeviation: sd)
  }

  /// Computed by another program with other quadratures, to the digits that it printed.
  @Test(arguments: [
    ("bf16:sr", "mult", 5.6e-6, 0.05e-6),
    ("f16:sr", "mult", 8.7e-8, 0.1e-8), ("e2m1:sr", "add", 0.0336, 0.0001), ("e2m1:sr", "mult", 0.0132, 0.0001),
    ("e3m2:sr", "mult", 5.7e-3, 0.1e-3), ("e2m3:sr", "add", 2.1e-3, 0.1e-3), ("e2m3:sr", "mult", 8.5e-4, 0.1e-4),
    ("fixed8:range=8:sr", "add", 6.6e-4, 0.1e-4), ("fixed4:range=8:sr", "add", 0.218, 0.001),
    ("ternary:range=6:sr", "add", 2.40, 0.01), ("ternary:range=6:sr", "mult", 1.40, 0.01),
    ("sign:range=6:sr", "add", 36, 0.001), ("sign:range=6:sr", "mult", -1, 0.001),
    ("mxfp4:round-up:sr", "mse", 0.027, 0.0005), ("mxfp8:round-up:sr", "mse", 1.4e-3, 0.05e-3),
    ("mxfp4:floor:sr", "saturated", 0.024, 0.001), ("mxfp8:floor:sr", "saturated", 0.008, 0.001),
  ]) func knownFigures(name: String, figure: String, value: Double, tolerance: Double) throws {
    let error = try error(name)
    let found =
      switch figure {
      case "add": error.additive
      case "mult": error.multiplicative
      case "mse": error.meanSquaredError
      default: error.saturated
      }
    #expect(abs(found - value) <= tolerance, "\(name) \(figure): \(found)")
  }

  /// Closed forms: the sign of a Gaussian, integers far wider than the spacing and far narrower.
  @Test func closedForms() throws {
    let mean = (2 / Double.pi).squareRoot()
    let sign = try error("sign:rne")
    #expect(abs(sign.gain - mean) < 1e-13 && abs(sign.square - 1) < 1e-13 && abs(sign.fourth - 1) < 1e-13)
    #expect(abs(sign.meanSquaredError - (2 - 2 * mean)) < 1e-13 && abs(sign.cubeTimesValue - mean) < 1e-13)
    let saturated = 1 - errorFunction(0.5.squareRoot())
    #expect(abs(sign.saturated - saturated) < 1e-13)
    // Δ²/6 and Δ²/12 up to exp(−2π²s²/Δ²), which is nothing at s = 2Δ.
    let step = 40.0 / 127
    let sd = 2 * step
    let sr = try error("fixed8:range=40:sr", sd: sd)
    let rne = try error("fixed8:range=40:rne", sd: sd)
    #expect(abs(sr.additive - step * step / 6) < 1e-12 && abs(sr.multiplicative) < 1e-12 && abs(sr.gain - 1) < 1e-13)
    #expect(abs(rne.meanSquaredError - step * step / 12) < 1e-12)
    // Zeros stay zero: Δ E|v| − s² where the spacing is wide.
    let narrow = try error("fixed8:range=127:sr", sd: 0.05)
    #expect(abs(narrow.meanSquaredError - (0.05 * mean - 0.0025)) < 1e-14)
    #expect(abs(try error("fixed8:range=127:rne", sd: 0.05).gain) < 1e-13)
    // Scaling the values and a fixed range alike scales the errors.
    let (one, four) = (try error("e2m1:range=3:rne"), try error("e2m1:range=12:rne", sd: 4))
    #expect(abs(four.additive - 16 * one.additive) < 1e-12 && abs(four.multiplicative - one.multiplicative) < 1e-13)
  }

  /// Far from both ends the error of a small float is c 4^(−m) v² on average over the octave in which s lies:
  /// c = 0.0820, 0.0876, 0.0895, 0.0900 for m = 0 … 3, the mean of (x − lower)(upper − x) / x² over log x.
  @Test(arguments: [(0, 0.0820), (1, 0.0876), (2, 0.0895), (3, 0.0900)]) func floatsErrInProportion(m: Int, c: Double)
    throws
  {
    let errors = try (0..<8).map { try error("float:e7m\(m):sr", sd: power(2, Double($0) / 8)) }
    let mean = errors.reduce(0) { $0 + $1.multiplicative } / 8 * power(4, Double(m))
    #expect(abs(mean - c) <= 0.6e-4, "\(mean)")
    let floor = errors.reduce(0) { $0 + $1.additive / ($1.standardDeviation * $1.standardDeviation) } / 8
    #expect(abs(floor) <= 1e-6)
  }

  /// Means over 256,000 drawn values and noises lie within four standard errors, blocks taken as independent.
  @Test(arguments: [
    "e2m1:sr", "e2m1:rne", "e4m3:sr", "fixed4:range=2:sr", "fixed3:range=2:rne", "ternary:rne", "sign:range=2:sr",
    "grid:g:sr",
    "grid:g:rne", "mxfp4:floor:sr", "mxfp4:round-up:sr", "mxfp4:floor:rne", "mxfp8:floor:rne", "float:e2m0:sr",
  ]) func drawnValuesAgree(name: String) throws {
    let quantizer = try Quantizer(named: name) { _ in [-1.5, -0.25, 0.5, 2] }
    let sd = 1.3
    let theory = quantizer.effectiveError(standardDeviation: sd)
    let blocks = 8000
    var random = RandomStream(seed: 10).branch(name)
    let x = random.gaussians(32 * blocks).map { sd * $0 }
    var q = x
    quantizer.quantize(&q, noise: random.uniforms(x.count))
    var other = x
    quantizer.quantize(&other, noise: random.uniforms(x.count))
    let checks: [(String, Double, (Double, Double, Double) -> Double)] = [
      ("mean", theory.mean, { $1 + 0 * $2 }), ("square", theory.square, { $1 * $1 + 0 * $2 }),
      ("product", theory.product, { $0 * $1 + 0 * $2 }),
      ("mixed", theory.squareTimesSquare, { $0 * $0 * $1 * $1 + 0 * $2 }),
      ("cube", theory.cubeTimesValue, { $0 * $1 * $1 * $1 + 0 * $2 }),
      ("fourth", theory.fourth, { $1 * $1 * $1 * $1 + 0 * $2 }),
      ("error", theory.meanSquaredError, { ($1 - $0) * ($1 - $0) + 0 * $2 }),
      ("two draws", theory.productOfDraws, { $1 * $2 + 0 * $0 }),
      ("two draws and value", theory.squareTimesDrawTimesValue, { $1 * $1 * $2 * $0 }),
      ("squares of two draws", theory.squareTimesSquareOfDraws, { $1 * $1 * $2 * $2 + 0 * $0 }),
    ]
    for (what, expected, f) in checks {
      let means = (0..<blocks).map { b in (32 * b..<32 * (b + 1)).reduce(0) { $0 + f(x[$1], q[$1], other[$1]) } / 32 }
      let mean = means.reduce(0, +) / Double(blocks)
      let variance = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(blocks - 1)
      let standardError = (variance / Double(blocks)).squareRoot()
      // The magnitude of a sign does not vary at all.
      #expect(
        abs(mean - expected) < 4 * standardError + 1e-12, "\(name) \(what): \(mean) for \(expected) ± \(standardError)")
    }
  }

  /// Values of unequal size in one block: those of a spectrum 1/i, 32 in the first block and 8 in the second.
  @Test(arguments: ["mxfp4:floor:sr", "mxfp4:round-up:sr", "mxfp8:round-up:rne", "fixed4:range=2:sr"])
  func unequalNeighborsAgree(name: String) throws {
    let quantizer = try Quantizer(named: name) { _ in [] }
    let deviations = (1...40).map { 1 / Double($0) }
    let theory = quantizer.effectiveErrors(standardDeviations: deviations)
    let rows = 20_000
    var random = RandomStream(seed: 11).branch(name)
    var (sum, squares) = ([Double](repeating: 0, count: 40), [Double](repeating: 0, count: 40))
    for _ in 0..<rows {
      let x = zip(random.gaussians(40), deviations).map { $0 * $1 }
      var q = x
      quantizer.quantize(&q, noise: random.uniforms(40))
      for i in 0..<40 {
        let error = (q[i] - x[i]) * (q[i] - x[i])
        sum[i] += error
        squares[i] += error * error
      }
    }
    for i in 0..<40 {
      let mean = sum[i] / Double(rows)
      let standardError = ((squares[i] / Double(rows) - mean * mean) / Double(rows)).squareRoot()
      #expect(
        abs(mean - theory[i].meanSquaredError) < 4.5 * standardError,
        "\(name) value \(i): \(mean) for \(theory[i].meanSquaredError) ± \(standardError)")
    }
  }
}
