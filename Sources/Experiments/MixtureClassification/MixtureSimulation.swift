public import Asymptotics
public import ConvexFunctions
import ConvexSolvers
public import DataModels
public import Iteration
public import LinearAlgebra

/// Trains on fresh data sets of a mixture and measures what the theory predicts.
///
/// Each trial draws its own means, samples and label flips from the branch "trial" of the stream; its test
/// error is integrated, not sampled. All penalties see the same data sets.
public struct MixtureSimulation: Sendable {
  public var setting: MixtureSetting
  public var penalties: [any Penalty]
  public var lambdas: [Double]
  /// Forms of the weights of which errors are measured, beside W itself and sign(W).
  public var formats: [MixtureFormat]
  public var trials: Int
  /// Of features around their class means. Unless it is Gaussian, errors are counted on 4,000 fresh samples.
  public var noise: FeatureNoise

  public init(
    _ setting: MixtureSetting, penalties: [any Penalty], lambdas: [Double], formats: [MixtureFormat] = [.sign],
    trials: Int, noise: FeatureNoise = .gaussian
  ) {
    self.setting = setting
    self.penalties = penalties
    self.lambdas = lambdas
    self.formats = formats
    self.trials = trials
    self.noise = noise
  }

  /// One penalty at one strength, over all trials.
  public struct Row: Sendable {
    public let penalty: String
    public let lambda: Double
    public let testError: MeanWithError
    /// sign(W) under one scale for all classes, zeros staying zero: the one-bit version of the paper.
    public let oneBitTestError: MeanWithError
    /// In the order of the simulation's formats.
    public let formatErrors: [MeanWithError]
    public let nonzeroFraction: MeanWithError
    public let boundaryFraction: MeanWithError
    /// ‖XW − Y‖², total, without the penalty.
    public let trainingLoss: MeanWithError
    /// The largest relative duality gap of a trial, and the status of the worst.
    public let largestGap: Double
    public let status: Outcome
  }

  /// One penalty at one strength on one data set.
  public struct Measurement: Sendable, Codable {
    public let testError: Double
    public let oneBitTestError: Double
    public let formatErrors: [Double]
    public let nonzeroFraction: Double
    public let boundaryFraction: Double
    public let trainingLoss: Double
    public let relativeGap: Double
    public let status: Outcome
  }

  /// - Parameter observe: called after each trial, from several threads.
  public func callAsFunction(
    using stream: RandomStream, observe: @escaping @Sendable () -> Void = {}
  ) throws -> [Row] {
    let error = MixtureError(setting.mixture, deviations: setting.deviations)
    return rows(
      of: try parallelMap(trials) { trial in
        let result = try measure(trial, error, using: stream)
        observe()
        return result
      })
  }

  /// One data set: every penalty along the strengths, from the largest to the smallest.
  ///
  /// - Parameter integrated: the error of the mixture of this setting; made once for all trials.
  public func measure(
    _ trial: Int, _ integrated: MixtureError, using stream: RandomStream
  ) throws -> [Measurement] {
    let trial = stream.branch("trial", trial)
    let (data, means) = try setting.draw(noise: noise, using: trial)
    let fresh = try freshSamples(means, using: trial.branch("test"))
    func error(_ weights: Matrix, _ intercept: [Double]) throws -> Double {
      try fresh.map { $0.error(weights, intercept) } ?? integrated(weights, intercept: intercept, means: means)
    }
    let problem = try LeastSquares(
      features: data.features, targets: data.targets.matrix, intercept: setting.intercept)
    return try penalties.flatMap { penalty in
      try RegularizationPath().fit(problem, penalty: penalty, lambdas: lambdas.sorted(by: >)).map { fit in
        func testError(_ format: MixtureFormat) throws -> Double {
          let weights = format.applied(to: fit.weights, structure: fit.structure)
          return try error(weights, problem.intercept(for: weights))
        }
        return Measurement(
          testError: try error(fit.weights, fit.intercept),
          oneBitTestError: try testError(.commonSign), formatErrors: try formats.map(testError),
          nonzeroFraction: fit.nonzeroFraction, boundaryFraction: fit.boundaryFraction,
          trainingLoss: fit.certificate.squaredError, relativeGap: fit.certificate.relativeGap, status: fit.status)
      }
    }
  }

  /// Samples to count errors on; nil where errors can be integrated.
  private func freshSamples(_ means: Matrix, using stream: RandomStream) throws -> FreshSamples? {
    guard noise != .gaussian else { return nil }
    var stream = stream
    return FreshSamples(
      try setting.mixture.sample(
        4000, means: means, deviations: setting.deviations, noise: noise, using: &stream))
  }

  /// The table of measured trials: for each penalty the strengths from the smallest to the largest.
  public func rows(of trials: [[Measurement]]) -> [Row] {
    let decreasing = lambdas.sorted(by: >)
    return penalties.indices.flatMap { p in
      decreasing.indices.reversed().map { l in
        let all = trials.map { $0[p * decreasing.count + l] }
        return Row(
          penalty: penalties[p].name, lambda: decreasing[l], testError: MeanWithError(all.map(\.testError)),
          oneBitTestError: MeanWithError(all.map(\.oneBitTestError)),
          formatErrors: formats.indices.map { f in MeanWithError(all.map { $0.formatErrors[f] }) },
          nonzeroFraction: MeanWithError(all.map(\.nonzeroFraction)),
          boundaryFraction: MeanWithError(all.map(\.boundaryFraction)),
          trainingLoss: MeanWithError(all.map(\.trainingLoss)), largestGap: all.map(\.relativeGap).max() ?? 0,
          status: all.map(\.status).max() ?? .converged)
      }
    }
  }
}
