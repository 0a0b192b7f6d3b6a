import Compression
public import ConvexFunctions
import ConvexSolvers
public import DataModels
public import Iteration
public import LinearAlgebra
import PackedInference

/// Trains on fresh data sets of a mixture and measures what the theory predicts.
///
/// Each trial draws its own means, samples and label flips from the branch "trial" of the stream; its test
/// error is integrated, not sampled. All penalties see the same data sets.
public struct MixtureSimulation: Sendable {
  public var mixture: GaussianMixture
  /// n.
  public var sampleCount: Int
  /// c, the share of labels of each class that are replaced; exact counts.
  public var corruption: Double
  public var penalties: [any Penalty]
  public var lambdas: [Double]
  public var intercept: Bool
  public var trials: Int

  public init(
    mixture: GaussianMixture, sampleCount: Int, corruption: Double, penalties: [any Penalty], lambdas: [Double],
    intercept: Bool = false, trials: Int
  ) {
    self.mixture = mixture
    self.sampleCount = sampleCount
    self.corruption = corruption
    self.penalties = penalties
    self.lambdas = lambdas
    self.intercept = intercept
    self.trials = trials
  }

  /// One penalty at one strength, over all trials.
  public struct Row: Sendable {
    public let penalty: String
    public let lambda: Double
    public let testError: MeanWithError
    /// sign(W) under one scale for all classes, zeros staying zero: the one-bit version of the paper.
    public let oneBitTestError: MeanWithError
    /// The same signs with one scale per class, as `SignForm` stores them.
    public let scaledSignTestError: MeanWithError
    public let nonzeroFraction: MeanWithError
    public let boundaryFraction: MeanWithError
    /// ‖XW − Y‖², total, without the penalty.
    public let trainingLoss: MeanWithError
    /// The largest relative duality gap of a trial, and the status of the worst.
    public let largestGap: Double
    public let status: Outcome
  }

  private struct Measurement: Sendable {
    var testError = 0.0, oneBitTestError = 0.0, scaledSignTestError = 0.0, nonzero = 0.0, boundary = 0.0, loss = 0.0,
      gap = 0.0
    var status = Outcome.converged
  }

  /// - Parameter observe: called after each trial, from several threads.
  public func callAsFunction(
    using stream: RandomStream, observe: @escaping @Sendable () -> Void = {}
  ) throws -> [Row] {
    let error = MixtureError(mixture)
    let decreasing = lambdas.sorted(by: >)
    let trials = try parallelMap(trials) { trial in
      let result = try measure(stream.branch("trial", trial), decreasing, error)
      observe()
      return result
    }
    return penalties.indices.flatMap { p in
      decreasing.indices.reversed().map { l in
        let all = trials.map { $0[p * decreasing.count + l] }
        return Row(
          penalty: penalties[p].name, lambda: decreasing[l], testError: MeanWithError(all.map(\.testError)),
          oneBitTestError: MeanWithError(all.map(\.oneBitTestError)),
          scaledSignTestError: MeanWithError(all.map(\.scaledSignTestError)),
          nonzeroFraction: MeanWithError(all.map(\.nonzero)), boundaryFraction: MeanWithError(all.map(\.boundary)),
          trainingLoss: MeanWithError(all.map(\.loss)), largestGap: all.map(\.gap).max() ?? 0,
          status: all.map(\.status).max() ?? .converged)
      }
    }
  }

  /// One data set: every penalty along the strengths, in order.
  private func measure(
    _ stream: RandomStream, _ decreasing: [Double], _ error: MixtureError
  ) throws -> [Measurement] {
    var meansStream = stream.branch("means")
    var sampleStream = stream.branch("samples")
    let means = try mixture.means(using: &meansStream)
    let data = try mixture.sample(sampleCount, means: means, using: &sampleStream)
      .corrupted(corruption, using: stream.branch("labels"))
    let problem = try LeastSquares(features: data.features, targets: data.targets.matrix, intercept: intercept)
    return try penalties.flatMap { penalty in
      try RegularizationPath().fit(problem, penalty: penalty, lambdas: decreasing).map { fit in
        let signs = CommonSigns.of(fit.weights)
        let scaled = SignForm().layer(of: fit.weights, structure: fit.structure).matrix
        return Measurement(
          testError: try error(fit.weights, intercept: fit.intercept, means: means),
          oneBitTestError: try error(signs, intercept: problem.intercept(for: signs), means: means),
          scaledSignTestError: try error(scaled, intercept: problem.intercept(for: scaled), means: means),
          nonzero: fit.nonzeroFraction, boundary: fit.boundaryFraction, loss: fit.certificate.squaredError,
          gap: fit.certificate.relativeGap, status: fit.status)
      }
    }
  }
}
