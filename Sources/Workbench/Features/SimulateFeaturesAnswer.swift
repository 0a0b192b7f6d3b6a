import Experiments
import FeatureMaps
import Iteration
import Messages

/// The table of `simulate features`, with the row keys of `theory features`; null and no numbers is what a simulation
/// does not measure.
public struct SimulateFeaturesAnswer: Sendable, Codable, Equatable {
  public struct Model: Sendable, Codable, Equatable {
    /// d₀.
    public let inputDim: Int
    public let widths: [Int]
    public let activation: String
    public let covariance: String
    public let teacher: String
    public let noiseVariance: Double
    public let fit: String
    public let lastLayerScale: String
    public let testSamples: Int
    public let teachersPerDraw: Int
    public let seed: UInt64
  }

  public struct Row: Sendable, Codable, Equatable {
    /// L.
    public let depth: Int
    public let weights: String
    public let lambda: Double
    public let mirror: String
    public let lastLayerBits: Int
    /// Against labels without noise; null where a fit diverged.
    @OrNull public var testMSE: Double?
    @OrNull public var testMSEStandardError: Double?
    /// Against the noisy labels.
    @OrNull public var trainMSE: Double?
    @OrNull public var trainMSEStandardError: Double?
    /// `testMSE` and the variance of the noise.
    @OrNull public var totalMSE: Double?
    @OrNull public var totalMSEStandardError: Double?
    /// ‖a‖².
    @OrNull public var squaredNorm: Double?
    @OrNull public var squaredNormStandardError: Double?
    @OrNull public var gamma: Double?
    public let kappa: [Double]
    public let degreesOfFreedom: [Double]
    public let samples: Int
    @OrNull public var accuracy: Double?
    public let flags: [String]
    public let trials: Int
    /// `testMSE` less that under the first law of weights on the same inputs, teachers and noise.
    @OrNull public var pairedDifference: Double?
    @OrNull public var pairedDifferenceStandardError: Double?
    /// The mean number of updates of an iteration: batches of a descent, steps of Newton's method.
    @OrNull public var iterations: Double?
    /// The largest of a trial: the misfit, and for Newton's method also the distance of ψ′(a) from the row space.
    @OrNull public var residual: Double?
    /// The largest relative distance of a descent from the direct solution.
    @OrNull public var distance: Double?
    /// That of the worst trial: converged, step-limit or diverged; refused where nothing was simulated.
    public let status: String
  }

  public let model: Model
  public let rows: [Row]
}

extension SimulateFeaturesAnswer.Row {
  /// - Parameter row: nil for a mirror at λ > 0, which is not simulated.
  init(_ setting: FeatureSetting, _ row: FeatureSimulation.Row?, depth: Int, noiseVariance: Double, trials: Int) {
    self.depth = depth
    weights = setting.weights.rawValue
    lambda = setting.lambda
    mirror = setting.mirror
    lastLayerBits = setting.lastLayerBits
    func mean(_ value: MeanWithError?) -> Double? { value.flatMap { known($0.mean) } }
    func error(_ value: MeanWithError?) -> Double? { value.flatMap { known($0.standardError) } }
    testMSE = mean(row?.testMSE)
    testMSEStandardError = error(row?.testMSE)
    trainMSE = mean(row?.trainMSE)
    trainMSEStandardError = error(row?.trainMSE)
    totalMSE = mean(row?.testMSE).map { $0 + noiseVariance }
    totalMSEStandardError = error(row?.testMSE)
    squaredNorm = mean(row?.squaredNorm)
    squaredNormStandardError = error(row?.squaredNorm)
    gamma = nil
    kappa = []
    degreesOfFreedom = []
    samples = setting.sampleCount
    accuracy = nil
    flags = row == nil ? ["refused: mirrors other than l2 are simulated at λ = 0"] : []
    self.trials = row == nil ? 0 : trials
    pairedDifference = mean(row?.difference)
    pairedDifferenceStandardError = error(row?.difference)
    iterations = row?.iteration.map(\.updates)
    residual = row?.iteration.flatMap { known($0.residual) }
    distance = row?.iteration?.distance.flatMap(known)
    status = row == nil ? "refused" : (row?.iteration?.outcome ?? .converged).rawValue
  }
}
