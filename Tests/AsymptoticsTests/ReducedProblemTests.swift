import Asymptotics
import ConvexFunctions
import DataModels
import Testing

/// Draws of the reduced problem beside draws and full simulations of another program.
@Suite struct ReducedProblemTests {
  /// Every row of the tables with draws: errors and sign errors within 4 combined standard errors.
  @Test func tables() throws {
    #if DEBUG
      print("SHRUNK: debug builds draw 16 times and compare setting A only; 64 times and all settings in release")
      let (draws, settings) = (16, ["A"] as [Character])
    #else
      let (draws, settings) = (64, ["A", "B", "C", "D"] as [Character])
    #endif
    var scores: [Double] = []
    for setting in settings {
      let theory = try MixtureTableTests.theory(setting)
      for there in MixtureReference.rows where there.setting == setting {
        guard let drawn = there.drawnError, let sign = there.drawnSignError else { continue }
        let here = try theory.row(
          try #require(Penalties.named(there.penalty)), lambda: there.lambda, law: .monteCarlo, draws: draws)
        #expect(here.method == .monteCarlo)
        func compare(
          _ what: String, _ value: MeanWithUncertainty, _ reference: MixtureReference.Measured, unit: Double = 100
        ) {
          let own = unit * (value.standardError ?? .nan)
          // Two decimals were kept, of means and of standard errors: 0.00 may have been 0.005.
          let published = max(reference.standardError, 0.005)
          let spread = (own * own + published * published + 1e-4 / 12).squareRoot()
          let z = (unit * value.mean - reference.mean) / spread
          scores.append(z)
          #expect(
            abs(z) <= 4,
            "\(setting) \(there.penalty) λ = \(there.lambda): \(what) \(unit * value.mean) ± \(own), \(reference)")
        }
        compare("error", here.testError, drawn)
        compare("sign error", try #require(here.oneBitTestError), sign)
        compare("simulated error", here.testError, there.simulatedError)
        compare("simulated sign error", try #require(here.oneBitTestError), there.simulatedSignError)
        if let fraction = there.simulatedFraction { compare("fraction", here.nonzeroFraction, fraction) }
        if let loss = here.trainingLoss { compare("loss", loss, there.simulatedLoss, unit: 1) }
      }
    }
    let square = scores.reduce(0) { $0 + $1 * $1 } / Double(scores.count)
    #expect(square.squareRoot() <= 1.5, "rms z = \(square.squareRoot()) over \(scores.count) entries")
  }
}
