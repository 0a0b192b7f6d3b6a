import Asymptotics
import ConvexFunctions
import Messages
import Testing

@Suite struct FeatureMirrorTests {
  static let one = FeatureSetting(
    name: "one layer", activation: "tanh", covariance: "iso", inputs: 400, widths: [800], samples: 300)
  static let two = FeatureSetting(
    name: "two layers", activation: "tanh", covariance: "iso", inputs: 400, widths: [600, 900], samples: 300,
    noise: 0.05)
  static let three = FeatureSetting(
    name: "three layers", activation: "tanh", covariance: "iso", inputs: 400, widths: [700, 700, 800], samples: 400)

  /// Errors and the ratio of ‖a‖² to that of ℓ2, by an independent program; simulations agree (`FeatureTheory.md`).
  static let table: [(FeatureSetting, String, mse: String, ratio: String)] = [
    (one, "q:1.5", ".107450076", "1.071105672"), (one, "q:3", ".106746966", "1.059734379"),
    (one, "hypentropy:0.01", ".106323530", "1.052886227"), (one, "hypentropy:0.001", ".116918780", "1.224241450"),
    (two, "q:1.5", ".1400", "1.079"), (two, "hypentropy:0.001", ".1494", "1.279"),
    (three, "q:3", ".0115", "1.052"), (three, "hypentropy:0.001", ".0126", "1.155"),
  ]

  @Test(arguments: table.indices) func golden(_ index: Int) throws {
    let (setting, name, mse, ratio) = Self.table[index]
    let plain = try setting.prediction()
    let mirror = try #require(MirrorPotentials.named(name))
    let here = try plain.mirrored(mirror)
    #expect(agrees(here.testMSE, mse), "\(setting.name), \(name): \(here.testMSE), expected \(mse)")
    let norm = here.squaredNorm / plain.squaredNorm
    #expect(agrees(norm, ratio), "\(setting.name), \(name): ratio \(norm), expected \(ratio)")
  }

  /// Exponentiated gradient in the setting of figure 2 of arXiv 2510.16250: one ratio at every depth.
  @Test func figureTwo() throws {
    let mirror = Hypentropy(width: 1e-4)
    for (depth, printed) in zip(1..., [".3089", ".1442", ".0793", ".0476", ".0301"]) {
      let setting = FeatureSetting(
        name: "\(depth)", activation: "tanh", covariance: "iso", inputs: 8192,
        widths: [Int](repeating: 4096, count: depth), samples: 1000)
      let mse = try setting.prediction().mirrored(mirror).testMSE
      #expect(agrees(mse, printed), "L = \(depth): \(mse), expected \(printed)")
    }
  }

  /// ψ = a²/2 is ridge without ridge, also by the equations of mirrors.
  @Test func limits() throws {
    let plain = try Self.two.prediction()
    let same = try plain.mirrored(PowerPotential(exponent: 2))
    #expect(same.testMSE == plain.testMSE && same.squaredNorm == plain.squaredNorm)
    let near = try plain.mirrored(PowerPotential(exponent: 2 + 1e-9))
    #expect(abs(near.squaredNorm / plain.squaredNorm - 1) <= 1e-8)
    // A wide hypentropy is a parabola.
    let wide = try plain.mirrored(Hypentropy(width: 1e6))
    #expect(abs(wide.testMSE - plain.testMSE) <= 1e-8)
    // q and its dual give similar values: stated for 1.5 and 3.
    let (q, dual) = try (
      plain.mirrored(PowerPotential(exponent: 1.5)).squaredNorm, plain.mirrored(PowerPotential(exponent: 3)).squaredNorm
    )
    #expect(q > plain.squaredNorm && dual > plain.squaredNorm && abs(q / dual - 1) < 0.02)
  }

  @Test func refusals() throws {
    var ridge = Self.one
    ridge.lambda = 0.1
    var tall = Self.one
    tall = FeatureSetting(
      name: "tall", activation: "tanh", covariance: "iso", inputs: 400, widths: [200], samples: 300)
    for setting in [ridge, tall] {
      let plain = try setting.prediction()
      do {
        _ = try plain.mirrored(PowerPotential(exponent: 1.5))
        Issue.record("\(setting.name) was not refused")
      } catch let refusal as Refusal {
        #expect(refusal.kind == .usage && refusal.message.contains("q:1.5") && refusal.message.contains("λ = 0"))
      }
    }
  }
}
