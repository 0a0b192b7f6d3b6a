import Asymptotics
import LinearAlgebra
import Messages
import Testing

@Suite struct LastLayerBitsTests {
  static let setting = FeatureMirrorTests.one

  /// By an independent program: scale of the weights, refitted scale.
  @Test func golden() throws {
    let plain = try Self.setting.prediction()
    for (bits, weights, refit) in [
      (1, ".175715406", ".168488876"), (2, ".122650941", ".121717856"), (3, ".108790047", ".108693026"),
      (4, ".104778997", ".104769651"), (8, ".103066425", ".103066425"),
    ] {
      let own = try plain.quantized(bits: bits).testMSE
      let best = try plain.quantized(bits: bits, scale: .refit).testMSE
      #expect(agrees(own, weights), "\(bits) bits: \(own), expected \(weights)")
      #expect(agrees(best, refit), "\(bits) bits, refitted: \(best), expected \(refit)")
    }
  }

  /// The excess over 32 bits in the settings of `FeatureTheory.md`, where simulations stand beside it.
  @Test func simulatedTable() throws {
    let deep = FeatureSetting(
      name: "", activation: "tanh", covariance: "iso", inputs: 300, widths: [600, 600, 800], samples: 400)
    let relu = FeatureSetting(
      name: "", activation: "relu", covariance: "iso", inputs: 400, widths: [800], samples: 300)
    for (setting, bits, scale, printed) in [
      (Self.setting, 1, .weights, ".0727"), (Self.setting, 2, .weights, ".0196"), (Self.setting, 4, .weights, ".0017"),
      (Self.setting, 1, .refit, ".0654"), (Self.setting, 2, .refit, ".0187"), (Self.setting, 4, .refit, ".0017"),
      (deep, 1, .weights, ".0402"), (deep, 4, .weights, ".0010"),
      (deep, 1, .refit, ".0366"), (relu, 1, .weights, ".056"), (relu, 2, .weights, ".0161"),
    ] as [(FeatureSetting, Int, FeaturePrediction.LastLayerScale, String)] {
      let plain = try setting.prediction()
      let excess = try plain.quantized(bits: bits, scale: scale).testMSE - plain.testMSE
      #expect(
        agrees(excess, printed), "\(setting.widths), \(bits) bits, \(scale.rawValue): \(excess), expected \(printed)")
    }
  }

  @Test func refittingNeverHurts() throws {
    for setting in FeatureChainTests.table.map(\.0) {
      let plain = try setting.prediction()
      for bits in 1...8 {
        let own = try plain.quantized(bits: bits).testMSE
        let best = try plain.quantized(bits: bits, scale: .refit).testMSE
        #expect(best <= own * (1 + 1e-12) && best > 0, "\(setting.name), \(bits) bits: \(best), \(own)")
      }
    }
    #expect(throws: Refusal.self) { try Self.setting.prediction().quantized(bits: 9) }
  }

  /// The squared error of the mid-rise quantizer of 2^b levels on N(0, 1), by exact moments of its cells.
  private static func distortion(bits: Int, step: Double) -> Double {
    func below(_ x: Double) -> (mass: Double, first: Double, second: Double) {
      guard x.isFinite else { return (0.5, 0, 0.5) }
      let density = exponential(-x * x / 2) / (2 * Double.pi).squareRoot()
      let mass = errorFunction(x / 2.0.squareRoot()) / 2
      // Integrals from 0 to x, the first up to a constant.
      return (mass, -density, mass - x * density)
    }
    let half = 1 << (bits - 1)
    return (0..<half).reduce(0) { sum, i in
      let level = (Double(i) + 0.5) * step
      let (low, high) = (below(Double(i) * step), below(i == half - 1 ? .infinity : Double(i + 1) * step))
      return sum + 2
        * ((high.second - low.second) - 2 * level * (high.first - low.first) + level * level * (high.mass - low.mass))
    }
  }

  @Test(arguments: 1...8) func optimalQuantizer(_ bits: Int) {
    let there = LastLayerQuantizer.all[bits - 1]
    // Golden sections; the minimum is flat, so that steps are good to half the digits of a Double.
    var (low, high) = (0.5 * there.step, 2 * there.step)
    let ratio = (5.0.squareRoot() - 1) / 2
    for _ in 0..<80 {
      let (a, b) = (high - ratio * (high - low), low + ratio * (high - low))
      if Self.distortion(bits: bits, step: a) < Self.distortion(bits: bits, step: b) { high = b } else { low = a }
    }
    let distortion = Self.distortion(bits: bits, step: low)
    // The quadrature sees cells of 0.005: next to nothing at one bit, a sixth of a step at eight.
    let share = bits <= 3 ? 1e-4 : 6e-4
    #expect(there.bits == bits && abs(low - there.step) <= 2e-3 * there.step, "\(low)")
    #expect(abs(distortion - there.distortion) <= share * distortion, "\(distortion)")
    // The same sums as those of GaussianMoments: as printed, to the digits of the step.
    let (nodes, width) = (4000, 20.0 / 4000)
    let half = Double(1 << (bits - 1))
    let sum = (0..<nodes / 2).reduce(0) { sum, i in
      let z = (Double(i) + 0.5) * width
      let code = min((z / there.step).rounded(.down), half - 1) + 0.5
      let error = z - code * there.step
      return sum + 2 * width / (2 * Double.pi).squareRoot() * exponential(-z * z / 2) * error * error
    }
    #expect(abs(sum - there.distortion) <= (bits <= 6 ? 1e-9 : 3e-4 * sum), "\(sum)")
  }
}
