import Activations
import Asymptotics
import DataModels
import Messages
import Testing

@Suite struct NonOddTests {
  /// By an independent program with a coarser quadrature: kinks that fall between nodes leave errors of 1e-6 in each
  /// moment, exact moments of ReLU move κ by 2e-6 from ours and by 7e-6 from there.
  @Test func golden() throws {
    let here = try FeatureSetting(
      name: "", activation: "relu", covariance: "iso", inputs: 300, widths: [600, 600, 700], samples: 400, lambda: 0.5,
      noise: 0.05
    ).prediction()
    for (what, value, printed) in [
      ("mse", here.testMSE, ".08119560843"), ("norm2", here.squaredNorm, "3.029564608"),
      ("gamma", here.gamma, ".5966255812"), ("kappa", here.kappa[3], ".01581064722"),
    ] { #expect(abs(value / Double("0" + printed)! - 1) <= 1e-5, "\(what): \(value), expected \(printed)") }
  }

  /// Settings of `FeatureTheory.md`, where simulations stand beside it.
  static let table: [(FeatureSetting, String)] = [
    (FeatureChainTests.setting("", "relu", "iso", 400, [800], 300, 0, 0), ".1430"),
    (FeatureChainTests.setting("", "relu", "two-level", 300, [600, 800], 400, 0, 0.05), ".0973"),
    (FeatureChainTests.setting("", "relu", "iso", 300, [600, 600, 700], 400, 0.5, 0.05), ".0812"),
    (FeatureChainTests.setting("", "silu", "power-law", 300, [600, 800], 350, 0, 0), ".0178"),
    (FeatureChainTests.setting("", "relu", "iso", 300, [500, 500], 900, 0, 0.05), ".0627"),
    (FeatureChainTests.setting("", "relu", "iso", 300, [600, 600, 600, 600, 600], 300, 0, 0), ".0011"),
  ]

  @Test(arguments: table.indices) func simulatedTable(_ index: Int) throws {
    let (setting, printed) = Self.table[index]
    let mse = try setting.prediction().testMSE
    #expect(agrees(mse, printed), "\(setting.activation) \(setting.widths): \(mse), expected \(printed)")
  }

  /// tanh that does not say that it is odd: the general way, with forty offsets of almost no size.
  struct Undeclared: Activation {
    let name = "undeclared"
    let isOdd = false
    func value(_ u: Double) -> Double { Tanh().value(u) + 1e-9 }
    func apply(_ u: inout MutableSpan<Float>) {}
  }

  /// |u|, which has no linear part.
  struct Even: Activation {
    let name = "even"
    let isOdd = false
    func value(_ u: Double) -> Double { u.magnitude }
    func apply(_ u: inout MutableSpan<Float>) {}
  }

  private static func theory(_ activation: any Activation) throws -> FeatureTheory {
    try FeatureTheory(
      FeatureRegression(
        spectrum: .named("power-law", count: 300), widths: [500, 400, 700], activation: activation,
        teacher: .layer(3), noiseVariance: 0.1))
  }

  /// Without a mean, the general chain is that of odd activations; the mean direction uses one sample.
  @Test func noMeanIsOdd() throws {
    let (odd, general) = (try Self.theory(Tanh()), try Self.theory(Undeclared()))
    for (samples, lambda) in [(350, 0.0), (350, 0.5), (900, 0.0), (900, 3.0)] {
      let a = try odd.prediction(samples: samples, lambda: lambda)
      let b = try general.prediction(samples: samples + 1, lambda: lambda)
      for (x, y) in [
        (a.testMSE, b.testMSE), (a.squaredNorm, b.squaredNorm), (a.gamma, b.gamma), (a.kappa[2], b.kappa[2]),
        (a.degreesOfFreedom[3], b.degreesOfFreedom[3]),
      ] { #expect(abs(x / y - 1) <= 1e-8, "n = \(samples), λ = \(lambda): \(x), \(y)") }
    }
  }

  @Test func evenIsRefused() {
    let refusal = #expect(throws: Refusal.self) { try Self.theory(Even()) }
    #expect(refusal?.kind == .usage && refusal?.message.contains("no linear part") == true)
  }
}
