import Activations
import DataModels
import LinearAlgebra
import QuantizedTraining
import Testing

#if DEBUG
  private let (trials, largest) = (8, 512)
#else
  private let (trials, largest) = (100, 5000)
#endif

/// Recovery rates against an independent simulation: some cells of `Tests/Oracles/straight_through_tables.csv`, which
/// `Tests/Oracles/straight_through_tables.py` compares in full.
@Suite struct StraightThroughTableTests {
  struct Cell: Sendable {
    let surrogate: String
    let hidden: Int
    let weights: Int
    let samples: Int
    /// Trials of the other program, and in how many the mean, the last step, and the latent mean were right.
    let trials: Int
    let mean: Int
    let last: Int
    let latent: Int

    init(_ surrogate: String, _ hidden: Int, _ weights: Int, _ samples: Int, _ trials: Int, _ found: (Int, Int, Int)) {
      (self.surrogate, self.hidden, self.weights, self.samples, self.trials) = (
        surrogate, hidden, weights, samples, trials
      )
      (mean, last, latent) = found
    }
  }

  static let cells = [
    Cell("relu", 128, 8, 6, 100, (44, 44, 33)), Cell("relu", 128, 8, 16, 100, (82, 82, 74)),
    Cell("relu", 128, 16, 22, 100, (49, 54, 39)), Cell("relu", 32, 16, 21, 60, (27, 27, 17)),
    Cell("relu", 32, 16, 36, 60, (49, 50, 42)), Cell("relu", 32, 25, 44, 60, (31, 31, 30)),
    Cell("identity", 32, 16, 14, 60, (25, 26, 23)), Cell("identity", 32, 25, 29, 60, (25, 29, 22)),
    Cell("identity", 32, 36, 52, 60, (25, 27, 22)), Cell("clipped-relu", 32, 16, 13, 60, (32, 32, 26)),
    Cell("hard-tanh", 32, 16, 11, 60, (21, 23, 19)),
  ]

  /// The two-sided p of a of n against b of m in Fisher's exact test.
  static func fisher(_ a: Int, _ n: Int, _ b: Int, _ m: Int) -> Double {
    func logFactorial(_ k: Int) -> Double { k < 2 ? 0 : (2...k).reduce(0) { $0 + logarithm(Double($1)) } }
    func logChoose(_ n: Int, _ k: Int) -> Double { logFactorial(n) - logFactorial(k) - logFactorial(n - k) }
    func weight(_ k: Int) -> Double {
      exponential(logChoose(n, k) + logChoose(m, a + b - k) - logChoose(n + m, a + b))
    }
    let here = weight(a) * (1 + 1e-9)
    return (max(0, a + b - m)...min(n, a + b)).map(weight).filter { $0 <= here }.reduce(0, +)
  }

  @Test func fishersTest() {
    // R 4: fisher.test(matrix(c(3, 1, 1, 3), 2)), and one by hand: 1 of 2 against 1 of 2 is certain.
    #expect(abs(Self.fisher(3, 4, 1, 4) - 0.485_714_285_714) <= 1e-9)
    #expect(abs(Self.fisher(1, 2, 1, 2) - 1) <= 1e-12)
  }

  @Test func recoveryAgrees() throws {
    var low = 0
    for (index, cell) in Self.cells.enumerated() where cell.hidden * cell.weights <= largest {
      var setting = StraightThroughSetting(
        weightCount: cell.weights, hiddenCount: cell.hidden, sampleCount: cell.samples)
      setting.surrogate = SurrogateGradients.named(cell.surrogate)!
      let found = try StraightThroughSimulation(setting, trials: trials)(
        using: RandomStream(seed: 1).branch("tables", index))
      for (theirs, ours) in [
        (cell.mean, found.count { $0.meanRecovers }), (cell.last, found.count { $0.lastRecovers }),
        (cell.latent, found.count { $0.latentRecovers }),
      ] {
        let p = Self.fisher(theirs, cell.trials, ours, trials)
        #expect(p >= 1e-4, "\(cell): \(ours) of \(trials), p = \(p)")
        low += p < 0.05 ? 1 : 0
      }
    }
    #expect(low <= 4, "\(low) of 33 below 0.05")
  }

  /// At the N where theory predicts half of the time, within 4 standard errors.
  @Test(arguments: ["relu", "identity"]) func occupationAgrees(surrogate: String) throws {
    var setting = StraightThroughSetting(
      weightCount: 9, hiddenCount: 32, sampleCount: surrogate == "relu" ? 95 : 47)
    setting.surrogate = SurrogateGradients.named(surrogate)!
    setting.labelNoise.standardDeviation = 2
    setting.steps = 400
    let shares = try StraightThroughSimulation(setting, trials: 4 * trials)(
      using: RandomStream(seed: 2).branch(surrogate)
    ).map(\.occupation)
    let mean = shares.reduce(0, +) / Double(shares.count)
    let error = (shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }).squareRoot() / Double(shares.count)
    // The other program measured 0.49 ± 0.06 and 0.50 ± 0.06.
    #expect(abs(mean - 0.495) <= 4 * (error * error + 0.0036).squareRoot(), "\(mean) ± \(error)")
  }
}
