import Asymptotics
import DataModels
import Testing

/// The predictions of an independent program (NumPy, the same equations with central derivatives checked against analytic
/// ones), to one unit of the last digit that it printed.
@Suite struct FeatureChainTests {
  struct Golden: CustomTestStringConvertible, Sendable {
    let setting: FeatureSetting
    let mse: String
    let tot: String
    let train: String
    let norm2: String
    let gamma: String
    let kappa: [String]
    let degrees: [String]
    var testDescription: String { setting.name }
  }

  static let golden = [
    Golden(
      setting: FeatureSetting(
        name: "one layer", activation: "tanh", covariance: "iso", inputs: 8192, widths: [4096], samples: 1000),
      mse: ".26680909", tot: ".26680909", train: "0.00000000", norm2: ".24414062", gamma: ".30501305",
      kappa: ["7.88181997", "1.09285003"], degrees: ["922.33348836", "1000.00000000"]),
    Golden(
      setting: FeatureSetting(
        name: "five layers", activation: "tanh", covariance: "iso", inputs: 8192,
        widths: [4096, 4096, 4096, 4096, 4096], samples: 1000),
      mse: ".02601995", tot: ".02601995", train: "0.00000000", norm2: ".24414062", gamma: ".59863749",
      kappa: ["8.86421942", "1.26894714", ".57076158", ".30335095", ".17541523", ".10657772"],
      degrees: ["830.47625489", "899.53517975", "935.930348", "961.25433985", "981.74591983", "1000.00000000"]),
    Golden(
      setting: FeatureSetting(
        name: "two layers with noise", activation: "tanh", covariance: "two-level", inputs: 400, widths: [600, 900],
        samples: 450, noise: 0.05),
      mse: ".1157144", tot: ".1657144", train: "0.00000000", norm2: "2.34204562", gamma: ".67136081",
      kappa: [".26133975", ".06207745", ".02714374"], degrees: ["226.64716394", "341.02052751", "450.00000000"]),
    Golden(
      setting: FeatureSetting(
        name: "teacher on layer 1", activation: "erf", covariance: "two-level", inputs: 300, widths: [500, 800],
        samples: 400, lambda: 0.5, noise: 0.1, teacher: .layer(1)),
      mse: ".23780806", tot: ".33780806", train: ".00023924", norm2: "2.94530709", gamma: ".62387209",
      kappa: [".26997877", ".08665298", ".04697115"], degrees: ["168.01528214", "273.12519616", "389.35516695"]),
    Golden(
      setting: FeatureSetting(
        name: "linear teacher", activation: "tanh", covariance: "two-level", inputs: 300, widths: [600], samples: 400,
        lambda: 0.05, noise: 0.1, teacher: .linear),
      mse: ".46837684", tot: ".56837684", train: "9.79e-6", norm2: "6.14492797", gamma: ".72274169",
      kappa: [".12212322", ".03011758"], degrees: ["214.77336121", "398.33984033"]),
    Golden(
      setting: FeatureSetting(
        name: "least squares", activation: "tanh", covariance: "iso", inputs: 300, widths: [600, 600], samples: 900,
        noise: 0.1),
      mse: "0.20000000", tot: "0.30000000", train: ".03333333", norm2: "10.69683847", gamma: ".66666667",
      kappa: [".1512761", ".03537735", "0.00000000"], degrees: ["260.58041167", "408.77123227", "600.00000000"]),
  ]

  @Test(arguments: golden) func everyOutput(_ golden: Golden) throws {
    let here = try golden.setting.prediction()
    func check(_ what: String, _ value: Double, _ printed: String) {
      #expect(agrees(value, printed), "\(golden.setting.name): \(what) \(value), expected \(printed)")
    }
    check("mse", here.testMSE, golden.mse)
    check("tot", here.totalMSE, golden.tot)
    check("train", here.trainMSE, golden.train)
    check("norm2", here.squaredNorm, golden.norm2)
    check("gamma", here.gamma, golden.gamma)
    for (l, printed) in golden.kappa.enumerated() { check("kappa \(l)", here.kappa[l], printed) }
    for (l, printed) in golden.degrees.enumerated() { check("D \(l)", here.degreesOfFreedom[l], printed) }
  }

  static func setting(
    _ name: String, _ activation: String, _ covariance: String, _ inputs: Int, _ widths: [Int], _ samples: Int,
    _ lambda: Double, _ noise: Double, _ teacher: FeatureSetting.Teacher = .matched
  ) -> FeatureSetting {
    FeatureSetting(
      name: name, activation: activation, covariance: covariance, inputs: inputs, widths: widths, samples: samples,
      lambda: lambda, noise: noise, teacher: teacher)
  }

  /// The settings that `Documentation/FeatureTheory.md` lists with their simulations; of G, H and O the teacher is βᵢ² = 1/d.
  static let table: [(FeatureSetting, String)] = [
    (setting("A", "tanh", "iso", 400, [800], 300, 0, 0), ".1031"),
    (setting("B", "tanh", "iso", 400, [800], 300, 1, 0.1), ".2643"),
    (setting("C", "tanh", "two-level", 400, [600, 900], 450, 0, 0.05), ".1157"),
    (setting("D", "erf", "power-law", 500, [400, 700, 600], 300, 0.3, 0.02), ".0657"),
    (setting("E", "sign", "iso", 300, [900], 450, 0, 0), ".3060"),
    (setting("F", "sign", "two-level", 300, [500, 500], 800, 5, 0.1), ".1468"),
    (setting("G", "tanh", "two-level", 300, [600], 400, 0.05, 0.1, .linear), ".4684"),
    (setting("H", "tanh", "power-law", 400, [500, 300, 700], 500, 0.02, 0.05, .linear), "1.603"),
    (setting("J", "tanh", "iso", 300, [600, 600], 900, 0, 0.1), ".2000"),
    (setting("K", "erf", "two-level", 300, [500, 800], 400, 0, 0, .layer(1)), ".0748"),
    (setting("M", "tanh", "iso", 200, [800, 800, 800, 800, 800], 400, 0, 0), ".0028"),
    (setting("N", "tanh", "power-law", 400, [500], 480, 0.001, 0.05), "1.2183"),
    (setting("O", "linear", "iso", 300, [500], 200, 0, 0, .linear), ".5556"),
  ]

  @Test(arguments: table.indices) func simulatedTable(_ index: Int) throws {
    let (setting, printed) = Self.table[index]
    let mse = try setting.prediction().testMSE
    #expect(agrees(mse, printed), "\(setting.name): \(mse), expected \(printed)")
  }

  /// Figure 1 of arXiv 2510.16250, one to five layers.
  @Test func figureOne() throws {
    for (depth, printed) in zip(1..., [".2668", ".1246", ".0685", ".0411", ".0260"]) {
      let setting = Self.setting(
        "L = \(depth)", "tanh", "iso", 8192, [Int](repeating: 4096, count: depth), 1000, 0, 0)
      let mse = try setting.prediction().testMSE
      #expect(agrees(mse, printed), "L = \(depth): \(mse), expected \(printed)")
    }
  }
}
