import Asymptotics
import ConvexFunctions
import DataModels
import LinearAlgebra
import Messages
import Testing

/// Every answer is finite and in range, or a sentence.
@Suite struct RobustnessTests {
  /// d/n 0.1–100, k 2–50, r −0.05–0.95, c 0–0.5, λ 1e-4–1e8, σ 0.3–10.
  @Test func randomSettings() throws {
    #if DEBUG
      print("SHRUNK: debug builds try 150 random settings; 2,000 in release")
      let count = 150
    #else
      let count = 2000
    #endif
    var refused = 0
    for i in 0..<count {
      var stream = RandomStream(seed: 20).branch("setting", i)
      let u = stream.uniforms(10)
      let n = Int(20 * power(50, u[0]))
      let d = max(1, Int(Double(n) * 0.1 * power(1000, u[1])))
      let k = 2 + Int(49 * u[2] * u[2])
      let r = max(-0.05 + u[3], -0.999 / Double(k - 1))
      let lambda = 1e-4 * power(1e12, u[5])
      let intercept = u[6] < 0.3
      // Some without symmetry, as far as that stays cheap.
      let priors = u[7] < 0.1 && k <= 6 ? (0..<k).map { 1 + Double($0) } : nil
      let place = "setting \(i): d \(d) n \(n) k \(k) r \(r) c \(u[4] / 2) λ \(lambda) intercept \(intercept)"
      do {
        let setting = try MixtureSetting(
          mixture: GaussianMixture(
            featureCount: d, classCount: k, correlation: r, sigma: 0.3 * power(33, u[8]), priors: priors),
          sampleCount: n, corruption: u[4] / 2, intercept: intercept)
        let theory = try MixtureTheory(setting, formats: [.sign, .ternary, .integer(bits: 2), .pruned(fraction: 0.5)])
        for penalty in [SquaredL2(), L1(), LInf()] as [any Penalty] {
          let row = try theory.row(penalty, lambda: lambda)
          var values = row.formatErrors
          values += [row.testError, row.nonzeroFraction, row.boundaryFraction, row.oneBitTestError]
          for value in values {
            guard let value else { continue }
            #expect(value.mean >= 0 && value.mean <= 1, "\(place) \(penalty.name): \(value.mean)")
          }
          let loss = try #require(row.trainingLoss).mean
          #expect(loss >= 0 && loss <= Double(n) * 1.000001, "\(place) \(penalty.name): loss \(loss)")
          if setting.isExchangeable, !intercept {
            let paper = try theory.row(penalty, lambda: lambda, law: .largeLambda)
            #expect(paper.testError.mean >= 0 && paper.testError.mean <= 1, "\(place) \(penalty.name)")
          }
        }
        // The reduced problem, where it is small.
        if d * k < 3000, i % 5 == 0 {
          for penalty in [SquaredL2(), L1(), LInf()] as [any Penalty] {
            let row = try theory.row(penalty, lambda: lambda, law: .monteCarlo, draws: 2)
            #expect(row.testError.mean >= 0 && row.testError.mean <= 1, "\(place) \(penalty.name)")
          }
        }
      } catch let refusal as Refusal {
        refused += 1
        print("REFUSED", place, refusal.message)
      }
    }
    #expect(refused == 0)
  }

  /// Groups of features far apart in noise and signal.
  @Test func randomGroups() throws {
    #if DEBUG
      let count = 30
    #else
      let count = 300
    #endif
    for i in 0..<count {
      var stream = RandomStream(seed: 21).branch("groups", i)
      let u = stream.uniforms(12)
      var groups: [FeatureGroup] = []
      for g in 0..<3 {
        let (size, noise, signal) = (u[3 * g], u[3 * g + 1], u[3 * g + 2])
        let scale = signal < 0.2 ? 0 : 0.1 * power(30, signal)
        groups.append(FeatureGroup(count: 1 + Int(500 * size), sigma: 0.1 * power(100, noise), meanScale: scale))
      }
      let setting = try MixtureSetting(
        mixture: GaussianMixture(
          featureCount: groups.reduce(0) { $0 + $1.count }, classCount: 3, correlation: 0.5),
        sampleCount: 30 + Int(500 * u[9]), corruption: 0.3 * u[10], groups: groups)
      let lambda = 1e-3 * power(1e8, u[11])
      for penalty in [SquaredL2(), L1(), LInf()] as [any Penalty] {
        let row = try MixtureTheory(setting).row(penalty, lambda: lambda)
        #expect(
          row.testError.mean >= 0 && row.testError.mean <= 1, "groups \(i) \(penalty.name) λ \(lambda)")
        #expect((row.oneBitTestError?.mean ?? -1) >= 0 && (row.oneBitTestError?.mean ?? 2) <= 1)
      }
    }
  }
}
