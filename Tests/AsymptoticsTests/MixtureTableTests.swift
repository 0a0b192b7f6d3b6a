import Asymptotics
import ConvexFunctions
import DataModels
import Testing

@Suite struct MixtureTableTests {
  static func theory(_ setting: Character) throws -> MixtureTheory {
    let s = try #require(MixtureReference.settings[setting])
    let mixture = try GaussianMixture(featureCount: s.d, classCount: s.k, correlation: s.r, sigma: s.sigma)
    return try MixtureTheory(MixtureSetting(mixture: mixture, sampleCount: s.n, corruption: s.c))
  }

  /// Every prediction of the tables: errors and fractions as printed, with 0.001 points to spare; losses to 0.02 or 1e-3.
  @Test(arguments: ["A", "B", "C", "D"] as [Character])
  func exact(_ setting: Character) throws {
    let theory = try Self.theory(setting)
    for there in MixtureReference.rows where there.setting == setting {
      let penalty = try #require(Penalties.named(there.penalty))
      let here = try theory.row(penalty, lambda: there.lambda)
      let place = "\(setting) \(there.penalty) λ = \(there.lambda)"
      func compare(_ what: String, _ value: Double, _ expected: Double) {
        #expect(abs(100 * value - expected) <= 0.006, "\(place): \(what) \(100 * value), expected \(expected)")
      }
      compare("error", here.testError.mean, there.error)
      compare("error of the signs", try #require(here.oneBitTestError).mean, there.signError)
      // One scale for all or one per class: in the limit all scales are equal here.
      compare("error of the scaled signs", try #require(here.formatErrors[0]).mean, there.signError)
      if let fraction = there.fraction {
        compare(
          "fraction", there.penalty == "linf" ? here.boundaryFraction.mean : here.nonzeroFraction.mean, fraction)
      }
      let loss = try #require(here.trainingLoss).mean
      #expect(
        abs(loss - there.loss) <= max(0.02, 1e-3 * there.loss), "\(place): loss \(loss), expected \(there.loss)")
    }
  }

  @Test(arguments: ["A", "B", "C", "D"] as [Character])
  func largeLambda(_ setting: Character) throws {
    let theory = try Self.theory(setting)
    for there in MixtureReference.rows where there.setting == setting {
      let penalty = try #require(Penalties.named(there.penalty))
      let here = try theory.row(penalty, lambda: there.lambda, law: .largeLambda)
      let place = "\(setting) \(there.penalty) λ = \(there.lambda)"
      #expect(
        abs(100 * here.testError.mean - there.paperError) <= 0.006,
        "\(place): \(100 * here.testError.mean), expected \(there.paperError)")
      guard let fraction = there.paperFraction else { continue }
      let own = there.penalty == "linf" ? here.boundaryFraction.mean : here.nonzeroFraction.mean
      #expect(abs(100 * own - fraction) <= 0.006, "\(place): \(100 * own), expected \(fraction)")
    }
  }
}
