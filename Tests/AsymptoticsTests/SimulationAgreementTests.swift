import Asymptotics
import ConvexFunctions
import DataModels
import Experiments
import LinearAlgebra
import Testing

/// The theory beside our own simulation, on settings that no table has.
@Suite struct SimulationAgreementTests {
  struct Case: Sendable {
    let name: String
    let priors: [Double]
    let intercept: Bool
    let d: Int
    let n: Int
  }

  static let cases = [
    Case(name: "equal", priors: [1, 1, 1], intercept: false, d: 300, n: 200),
    Case(name: "unequal", priors: [0.5, 0.3, 0.2], intercept: false, d: 300, n: 200),
    Case(name: "unequal, intercept", priors: [0.5, 0.3, 0.2], intercept: true, d: 300, n: 200),
    Case(name: "two classes, intercept", priors: [0.7, 0.3], intercept: true, d: 200, n: 300),
  ]

  /// Within 4 combined standard errors; beside those of the simulation, what the limit leaves out at these sizes: half
  /// a point of error, one of the signs, 1 % of the loss, half a point of the fractions.
  @Test func agreement() throws {
    #if DEBUG
      print("SHRUNK: debug builds simulate 8 data sets of one setting; 48 of all in release")
      let (trials, cases) = (8, Array(Self.cases.prefix(1)))
    #else
      let (trials, cases) = (48, Self.cases)
    #endif
    var scores: [Double] = []
    for setting in cases {
      let mixture = try GaussianMixture(
        featureCount: setting.d, classCount: setting.priors.count, correlation: 0.7, sigma: 1.2, priors: setting.priors)
      let theory = try MixtureTheory(
        MixtureSetting(
          mixture: mixture, sampleCount: setting.n, corruption: 0.2, intercept: setting.intercept))
      for (penalty, lambdas) in [
        (SquaredL2(), [30, 300]), (L1(), [3, 12]), (LInf(), [500, 2000]),
      ] as [(any Penalty, [Double])] {
        let measured = try MixtureSimulation(
          mixture: mixture, sampleCount: setting.n, corruption: 0.2, penalties: [penalty], lambdas: lambdas,
          intercept: setting.intercept, trials: trials)(using: RandomStream(seed: 3))
        for (there, lambda) in zip(measured, lambdas) {
          let here = try theory.row(penalty, lambda: lambda)
          func compare(_ what: String, _ value: MeanWithUncertainty?, _ reference: MeanWithError, bias: Double) {
            guard let value else { return }
            let z =
              (value.mean - reference.mean)
              / (reference.standardError * reference.standardError + bias * bias).squareRoot()
            scores.append(z)
            #expect(
              abs(z) <= 4,
              "\(setting.name), \(penalty.name) λ = \(lambda): \(what) \(value.mean), measured \(reference), z = \(z)")
          }
          compare("error", here.testError, there.testError, bias: 0.005)
          compare("sign error", here.oneBitTestError, there.oneBitTestError, bias: 0.01)
          compare("scaled sign error", here.formatErrors[0], there.scaledSignTestError, bias: 0.01)
          compare("non-zeros", here.nonzeroFraction, there.nonzeroFraction, bias: 0.005)
          compare("boundary", here.boundaryFraction, there.boundaryFraction, bias: 0.005)
          compare("loss", here.trainingLoss, there.trainingLoss, bias: 0.01 * there.trainingLoss.mean)
        }
      }
    }
    let square = scores.reduce(0) { $0 + $1 * $1 } / Double(scores.count)
    #expect(square.squareRoot() <= 1.5, "rms z = \(square.squareRoot()) over \(scores.count) entries")
  }
}
