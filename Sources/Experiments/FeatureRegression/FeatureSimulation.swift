public import ConvexFunctions
public import DataModels
public import FeatureMaps
public import Iteration
public import LinearAlgebra
import Messages

/// Trains the last layer on fresh random features and measures what the theory predicts.
///
/// Each trial draws its own map, inputs, teachers and noise from the branch "trial" of the stream. One-bit and Gaussian
/// weights see the same inputs, teachers and noise; smaller sample counts are the first rows of larger ones. What
/// belongs to several teachers of a trial is averaged before trials are compared, as they share a map.
public struct FeatureSimulation: Sendable {
  public var model: FeatureRegression
  /// The laws of the hidden weights, the first one being what the others are compared with.
  public var weights: [DenseMap.Weights]
  /// n, in turn.
  public var sampleCounts: [Int]
  public var lambdas: [Double]
  /// Others than l2 take part at λ = 0 only.
  public var mirrors: [any MirrorPotential]
  /// 1 … 8, or 32 for the last layer as it is.
  public var lastLayerBits: [Int]
  /// Whether few-bit weights get the factor that is best for predictions, found on other fresh samples.
  public var refitsScale: Bool
  /// How the last layer is fitted; nil: directly.
  public var descent: DescentSettings?
  public var trials: Int
  /// Fresh inputs for the test error of each trial.
  public var testSampleCount: Int
  /// Teachers and noises for each map: more of them cost little and lower the scatter.
  public var teachersPerDraw: Int

  public init(
    model: FeatureRegression, weights: [DenseMap.Weights] = [.gaussian, .oneBit], sampleCounts: [Int],
    lambdas: [Double] = [0], mirrors: [any MirrorPotential] = [PowerPotential(exponent: 2)],
    lastLayerBits: [Int] = [32], refitsScale: Bool = false,
    descent: DescentSettings? = nil, trials: Int, testSampleCount: Int = 2000, teachersPerDraw: Int = 1
  ) {
    self.model = model
    self.weights = weights
    self.sampleCounts = sampleCounts
    self.lambdas = lambdas
    self.mirrors = mirrors
    self.lastLayerBits = lastLayerBits
    self.refitsScale = refitsScale
    self.descent = descent
    self.trials = trials
    self.testSampleCount = testSampleCount
    self.teachersPerDraw = teachersPerDraw
  }

  /// One setting over all trials.
  public struct Row: Sendable {
    public let setting: FeatureSetting
    /// Against labels without noise.
    public let testMSE: MeanWithError
    /// The test errors of every teacher of every trial, one trial after the other.
    public let testMSEs: [Double]
    /// Against the noisy labels, per sample.
    public let trainMSE: MeanWithError
    /// ‖a‖².
    public let squaredNorm: MeanWithError
    /// `testMSE` less that under the first law of weights, trial by trial; nil for that law itself.
    public let difference: MeanWithError?
    /// What iterations came to; nil where the fit is a closed form.
    public let iteration: Iterated?
  }

  /// What the iterations of a setting came to, over all trials and teachers.
  public struct Iterated: Sendable {
    /// The mean number of updates: batches of a descent, steps of Newton's method.
    public let updates: Double
    /// The largest residual: `MirrorCertificate.residual`, or that of the descent.
    public let residual: Double
    /// The largest ‖a − â‖ / ‖â‖ from the direct solution â; nil where that is what was fitted.
    public let distance: Double?
    /// The worst.
    public let outcome: Outcome
  }

  /// The settings of one trial, in the order of the rows.
  public var settings: [FeatureSetting] {
    weights.flatMap { law in settings(of: law) }
  }

  private func settings(of law: DenseMap.Weights) -> [FeatureSetting] {
    sampleCounts.flatMap { n in
      lambdas.flatMap { lambda in
        mirrors.filter { lambda == 0 || $0.name == "l2" }.flatMap { mirror in
          lastLayerBits.map {
            FeatureSetting(weights: law, sampleCount: n, lambda: lambda, mirror: mirror.name, lastLayerBits: $0)
          }
        }
      }
    }
  }

  /// - Parameter observe: called after each law of each trial, from several threads.
  /// - Throws: a `Refusal`: of kind `usage` for counts out of range, and for mirrors where there are not more features
  ///   than samples.
  public func callAsFunction(
    using stream: RandomStream, observe: @escaping @Sendable () -> Void = {}
  ) throws -> [Row] {
    guard trials >= 1, testSampleCount >= 2, teachersPerDraw >= 1, sampleCounts.allSatisfy({ $0 >= 1 }) else {
      throw Refusal.usage(
        "a simulation has at least one trial, one teacher, one training sample and two test samples")
    }
    let all = try parallelMap(trials) { index in
      let trial = FeatureTrial(self, stream.branch("trial", index))
      return try weights.flatMap { law in
        let measured = try trial.measure(law)
        observe()
        return measured
      }
    }
    let perLaw = settings.count / max(1, weights.count)
    return settings.enumerated().map { place, setting in
      let here = all.map { $0[place] }
      let first = all.map { $0[place % perLaw] }
      return Row(
        setting: setting, testMSE: MeanWithError(here.map(\.testMSE)), testMSEs: here.flatMap(\.testMSEs),
        trainMSE: MeanWithError(here.map(\.trainMSE)),
        squaredNorm: MeanWithError(here.map(\.squaredNorm)),
        difference: place < perLaw ? nil : MeanWithError(zip(here, first).map { $0.testMSE - $1.testMSE }),
        iteration: Iterated(here.compactMap(\.iteration)))
    }
  }
}

extension FeatureSimulation.Iterated {
  fileprivate init?(_ all: [FeatureSimulation.Iterated]) {
    guard let outcome = all.map(\.outcome).max() else { return nil }
    self.init(
      updates: all.reduce(0) { $0 + $1.updates } / Double(all.count), residual: all.map(\.residual).max() ?? .nan,
      distance: all.compactMap(\.distance).max(), outcome: outcome)
  }
}
