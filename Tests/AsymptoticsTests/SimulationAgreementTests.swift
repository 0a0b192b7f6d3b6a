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
    let setting: MixtureSetting

    init(
      _ name: String, priors: [Double], intercept: Bool = false, d: Int = 300, n: Int = 200,
      covariance: [Double]? = nil,
      shares: [Double]? = nil, groups: [FeatureGroup]? = nil
    ) throws {
      self.name = name
      let k = priors.count
      let mixture =
        try covariance.map {
          try GaussianMixture(
            featureCount: d, meanCovariance: Matrix(rows: k, columns: k, elements: $0), sigma: 1.2, priors: priors)
        } ?? GaussianMixture(featureCount: d, classCount: k, correlation: 0.7, sigma: 1.2, priors: priors)
      setting =
        try shares.map {
          try MixtureSetting(
            mixture: mixture, sampleCount: n, labelShares: Matrix(rows: k, columns: k, elements: $0),
            intercept: intercept, groups: groups)
        } ?? MixtureSetting(mixture: mixture, sampleCount: n, corruption: 0.2, intercept: intercept, groups: groups)
    }
  }

  static func cases() throws -> [Case] {
    [
      try Case("equal", priors: [1, 1, 1]),
      try Case("unequal", priors: [0.5, 0.3, 0.2]),
      try Case("unequal, intercept", priors: [0.5, 0.3, 0.2], intercept: true),
      try Case("two classes, intercept", priors: [0.7, 0.3], intercept: true, d: 200, n: 300),
      try Case(
        "any covariance of the means", priors: [1, 1, 1], covariance: [1, 0.8, 0.4, 0.8, 1.2, 0.5, 0.4, 0.5, 0.9]),
      try Case("any label noise", priors: [1, 1, 1], shares: [0.7, 0.25, 0.05, 0, 0.9, 0.1, 0.2, 0.1, 0.7]),
      try Case(
        "groups of features", priors: [1, 1, 1],
        groups: [
          FeatureGroup(count: 100, sigma: 0.8, meanScale: 0.8), FeatureGroup(count: 120, sigma: 1.5, meanScale: 1),
          FeatureGroup(count: 80, sigma: 1, meanScale: 0.3),
        ]),
    ]
  }

  /// Within 4 combined standard errors; beside those of the simulation, what the limit leaves out at these sizes: half
  /// a point of error, one of the signs, 1 % of the loss, half a point of the fractions.
  @Test func agreement() throws {
    #if DEBUG
      print("SHRUNK: debug builds simulate 8 data sets of one setting; 48 of all in release")
      let (trials, cases) = (8, [try Self.cases()[0]])
    #else
      let (trials, cases) = (48, try Self.cases())
    #endif
    var scores: [Double] = []
    for setting in cases {
      let theory = try MixtureTheory(setting.setting)
      for (penalty, lambdas) in [
        (SquaredL2(), [30, 300]), (L1(), [3, 12]), (LInf(), [500, 2000]), (ElasticNet(share: 0.1), [20, 80]),
      ] as [(any Penalty, [Double])] {
        let measured = try MixtureSimulation(
          setting.setting, penalties: [penalty], lambdas: lambdas, trials: trials)(using: RandomStream(seed: 3))
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
          compare("scaled sign error", here.formatErrors[0], there.formatErrors[0], bias: 0.01)
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
