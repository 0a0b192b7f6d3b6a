import Asymptotics
import ConvexFunctions
import DataModels
import LinearAlgebra
import Messages
import Testing

/// Where the theory meets something simpler, or itself.
@Suite struct MixtureLimitTests {
  private func setting(
    d: Int = 300, n: Int = 200, k: Int = 4, r: Double = 0.6, c: Double = 0.2, sigma: Double = 1.3,
    priors: [Double]? = nil, intercept: Bool = false, groups: [FeatureGroup]? = nil
  ) throws -> MixtureSetting {
    try MixtureSetting(
      mixture: GaussianMixture(featureCount: d, classCount: k, correlation: r, sigma: sigma, priors: priors),
      sampleCount: n, corruption: c, intercept: intercept, groups: groups)
  }

  /// A strength in the middle of the path of each penalty.
  static let points: [(penalty: any ShrinkagePenalty, lambda: Double)] = [
    (SquaredL2(), 300), (L1(), 15), (LInf(), 2000), (ElasticNet(share: 0.1), 60),
  ]

  /// ∂(loss + λ f)/∂λ = f at the minimum: order parameters as derivatives of the training objective, in one group and
  /// in three.
  @Test func envelope() throws {
    let groups = [
      FeatureGroup(count: 100, sigma: 1, meanScale: 1), FeatureGroup(count: 150, sigma: 2, meanScale: 0.5),
      FeatureGroup(count: 50, sigma: 0.7, meanScale: 0),
    ]
    for groups in [nil, groups] {
      let theory = try MixtureTheory(setting(priors: [0.4, 0.3, 0.2, 0.1], groups: groups))
      for (penalty, lambda) in Self.points {
        for l in [0, 3] {
          func objective(_ factor: Double) throws -> Double {
            let column = try theory.column(l, penalty, lambda: factor * lambda)
            return column.trainingLoss + factor * lambda * column.penaltyValue
          }
          // Central differences in log λ: an error of order 1e-8, rounding of 1e-11 over 1e-4.
          let step = 1e-4
          let derivative = (try objective(1 + step) - objective(1 - step)) / (2 * step)
          let expected = lambda * (try theory.column(l, penalty, lambda: lambda).penaltyValue)
          #expect(
            abs(derivative - expected) <= 1e-5 * expected, "\(penalty.name): \(derivative), expected \(expected)")
        }
      }
    }
  }

  /// The elastic net at its ends is the lasso and ridge, in one group and in two.
  @Test func elasticNetAtItsEnds() throws {
    let two = [FeatureGroup(count: 100, sigma: 1, meanScale: 1), FeatureGroup(count: 200, sigma: 1.6, meanScale: 0.6)]
    for groups in [nil, two] {
      let theory = try MixtureTheory(setting(groups: groups), formats: [.sign])
      for (end, share) in [(L1(), 1 - 1e-9), (SquaredL2(), 1e-9)] as [(any Penalty, Double)] {
        for lambda in [5.0, 40] {
          let (a, b) = (
            try theory.row(end, lambda: lambda), try theory.row(ElasticNet(share: share), lambda: lambda)
          )
          #expect(abs(a.testError.mean - b.testError.mean) <= 1e-6)
          #expect(abs(a.nonzeroFraction.mean - b.nonzeroFraction.mean) <= 1e-6)
          let losses = (a.trainingLoss?.mean ?? .nan, b.trainingLoss?.mean ?? .nan)
          #expect(abs(losses.0 - losses.1) <= 1e-6 * losses.0)
        }
      }
    }
  }

  /// Two groups of the same kind are one: the fixed point of groups beside the scalar root.
  @Test(arguments: [false, true])
  func equalGroupsAreOne(_ intercept: Bool) throws {
    let one = try MixtureTheory(setting(intercept: intercept), formats: [.sign, .integer(bits: 2), .ternary])
    let two = try MixtureTheory(
      setting(
        intercept: intercept,
        groups: [100, 200].map { FeatureGroup(count: $0, sigma: 1.3, meanScale: 1) }),
      formats: [.sign, .integer(bits: 2), .ternary])
    for (penalty, lambda) in Self.points {
      let (a, b) = (try one.row(penalty, lambda: lambda), try two.row(penalty, lambda: lambda))
      func same(_ x: MeanWithUncertainty?, _ y: MeanWithUncertainty?) {
        guard let x, let y else {
          #expect(x == nil && y == nil)
          return
        }
        // The fixed point ends at changes of 1e-10, errors at the root of an integral over it.
        #expect(abs(x.mean - y.mean) <= 1e-8 * max(1, x.mean), "\(penalty.name): \(x.mean), \(y.mean)")
      }
      same(a.testError, b.testError)
      same(a.oneBitTestError, b.oneBitTestError)
      same(a.trainingLoss, b.trainingLoss)
      same(a.nonzeroFraction, b.nonzeroFraction)
      same(a.boundaryFraction, b.boundaryFraction)
      for (x, y) in zip(a.formatErrors, b.formatErrors) { same(x, y) }
    }
  }

  /// Priors a millionth of a millionth apart take the way of classes without symmetry.
  @Test(arguments: [(2, 1e-9), (3, 2e-6), (5, 1e-5), (10, 5e-5)])
  func generalContainsExchangeable(_ k: Int, _ tolerance: Double) throws {
    for intercept in [false, true] {
      let equal = try setting(k: k, intercept: intercept)
      let unequal = try setting(
        k: k, priors: (0..<k).map { 1 + ($0 == 0 ? 1e-11 : 0) }, intercept: intercept)
      #expect(equal.isExchangeable && !unequal.isExchangeable)
      for (penalty, lambda) in Self.points {
        let a = try MixtureTheory(equal).row(penalty, lambda: lambda)
        let b = try MixtureTheory(unequal).row(penalty, lambda: lambda)
        for (x, y) in [
          (a.testError, b.testError), (a.oneBitTestError, b.oneBitTestError), (a.formatErrors[0], b.formatErrors[0]),
        ] {
          let (x, y) = (try #require(x).mean, try #require(y).mean)
          #expect(abs(x - y) <= tolerance, "k = \(k), \(penalty.name): \(x), \(y)")
        }
      }
    }
  }

  /// Without label noise and with D < 1, λ → 0 is ordinary least squares: g = 1 − D; with D > 1 it interpolates.
  @Test func smallLambda() throws {
    for penalty in [SquaredL2(), L1(), LInf()] as [any ShrinkagePenalty] {
      let tall = try MixtureTheory(setting(d: 100, n: 200)).column(0, penalty, lambda: 1e-9)
      #expect(abs(tall.residualFactor - 0.5) < 1e-6 && abs(tall.nonzeroFraction - 1) < 1e-6)
      let wide = try MixtureTheory(setting(d: 400, n: 200))
      #expect(try wide.column(0, penalty, lambda: 1e-9).trainingLoss < 1e-9)
    }
    // As many non-zeros, or weights inside the boundary, as samples.
    let wide = try MixtureTheory(setting(d: 400, n: 200))
    #expect(abs(try wide.column(0, L1(), lambda: 1e-6).nonzeroFraction - 0.5) < 1e-5)
    #expect(abs(try wide.column(0, LInf(), lambda: 1e-3).boundaryFraction - 0.5) < 1e-5)
  }

  /// W = 0 beyond λ_max: guessing, and a loss of all of Y.
  @Test func collapse() throws {
    let theory = try MixtureTableTests.theory("A")
    let most = try #require(try theory.collapse(of: LInf()))
    // d √(2/π) T₀ with T₀ = 2 √S of b = y: S = 100² (0.2 · 0.5125 + 0.8) + 500 · 0.2.
    let expected = 750 * (2 / Double.pi).squareRoot() * 2 * 9125.0.squareRoot()
    #expect(abs(most - expected) < 1e-8 * expected, "λ_max = \(most), expected \(expected)")
    #expect(try theory.collapse(of: L1()) == nil && theory.collapse(of: SquaredL2()) == nil)
    let before = try theory.row(LInf(), lambda: 0.999 * most)
    #expect(before.testError.mean < 0.75 && before.boundaryFraction.mean > 0.998 && before.nonzeroFraction.mean == 1)
    let after = try theory.row(LInf(), lambda: 1.001 * most)
    #expect(abs(after.testError.mean - 0.8) < 1e-12 && after.nonzeroFraction.mean == 0)
    #expect(abs(try #require(after.oneBitTestError).mean - 0.8) < 1e-12)
    #expect(abs(try #require(after.trainingLoss).mean - 500) < 1e-9)
    // Near it one takes draws, and says so.
    #expect(abs(100 * (try theory.row(LInf(), lambda: 1.05e5)).testError.mean - 0.67) <= 0.006)
    let drawn = try theory.row(LInf(), lambda: 1.05e5, law: .auto, draws: 8)
    #expect(drawn.method == .monteCarlo && drawn.testError.mean > 0.2)
    #expect(try theory.row(LInf(), lambda: 1.5e5, law: .auto).method == .exact)
    #expect(try theory.row(L1(), lambda: 300, law: .auto, draws: 4).method == .monteCarlo)
    #expect(try theory.row(L1(), lambda: 1, law: .auto).method == .exact)
    #expect(abs(try theory.row(L1(), lambda: 1e6, law: .auto).testError.mean - 0.8) < 1e-12)
  }

  /// Large λ is not best at finite size: (d, n, k, r, c, σ) = (300, 600, 4, 0.9, 0.2, 1.5), ℓ2, in percent.
  ///
  /// - Source: as `MixtureReference`.
  @Test func ridgeHasABestLambda() throws {
    let theory = try MixtureTheory(setting(d: 300, n: 600, k: 4, r: 0.9, c: 0.2, sigma: 1.5))
    for (lambda, expected) in [(1e4, 4.01), (3e4, 3.56), (1e5, 3.83), (1e6, 6.07), (1e8, 7.12)] {
      let here = 100 * (try theory.row(SquaredL2(), lambda: lambda)).testError.mean
      #expect(abs(here - expected) <= 0.006, "λ = \(lambda): \(here), expected \(expected)")
    }
  }

  /// No correlation is the limit of little.
  @Test func uncorrelated() throws {
    for (penalty, lambda) in Self.points {
      let none = try MixtureTheory(setting(r: 0, sigma: 6)).row(penalty, lambda: lambda).testError.mean
      let little = try MixtureTheory(setting(r: 1e-9, sigma: 6)).row(penalty, lambda: lambda).testError.mean
      #expect(none > 0.001 && abs(none - little) < 1e-7, "\(penalty.name): \(none), \(little)")
    }
  }

  /// Formats that lose nothing change nothing; eight bits nearly so.
  @Test func harmlessFormats() throws {
    let formats: [MixtureFormat] = [
      try #require(.named("f32")), try #require(.named("sparse")), .pruned(fraction: 0), .integer(bits: 8),
    ]
    let theory = try MixtureTheory(setting(), formats: formats)
    for (penalty, lambda) in Self.points where penalty.structure != .zeros {
      let row = try theory.row(penalty, lambda: lambda)
      for (format, error) in zip(formats, row.formatErrors) {
        let tolerance = format == .integer(bits: 8) ? 1e-3 : 1e-12
        #expect(abs(try #require(error).mean - row.testError.mean) <= tolerance, "\(penalty.name) \(format)")
      }
    }
    // Not known: integers of sparse weights.
    #expect(try theory.row(L1(), lambda: 15).formatErrors[3] == nil)
    #expect(MixtureFormat.named("int9") == nil)
  }

  @Test func refusals() throws {
    func refused(_ part: String, _ work: () throws -> Void) {
      do {
        try work()
        Issue.record("no refusal about \(part)")
      } catch let refusal as Refusal {
        #expect(refusal.message.contains(part), "\(refusal.message)")
      } catch {
        Issue.record("\(error)")
      }
    }
    let theory = try MixtureTheory(setting())
    refused("positive λ") { _ = try theory.row(L1(), lambda: 0) }
    refused("positive λ") { _ = try theory.row(L1(), lambda: .nan) }
    refused("corruption") { _ = try setting(c: 1.5) }
    refused("sigma") { _ = try setting(sigma: 1e-9) }
    refused("samples") { _ = try setting(n: 1) }
    refused("groups of 10 features") { _ = try setting(groups: [FeatureGroup(count: 10, sigma: 1, meanScale: 1)]) }
    refused("equal classes") {
      _ = try MixtureTheory(setting(priors: [1, 2, 3, 4])).row(L1(), lambda: 1, law: .largeLambda)
    }
    refused("one group") {
      let groups = [FeatureGroup(count: 150, sigma: 1, meanScale: 1), FeatureGroup(count: 150, sigma: 2, meanScale: 1)]
      _ = try MixtureTheory(setting(groups: groups)).row(L1(), lambda: 1, law: .monteCarlo)
    }
    refused("draws") { _ = try theory.row(L1(), lambda: 1, law: .monteCarlo, draws: 1) }
    refused("up to 64") { _ = try MixtureTheory(setting(k: 70, priors: (1...70).map { Double($0) })) }
  }
}
