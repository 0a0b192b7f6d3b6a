import ConvexFunctions
import DataModels
import Experiments
import Iteration
import LinearAlgebra
import Messages

/// Everything that `signbit simulate mixture` can be asked; standard deviations, not variances.
public struct SimulateMixtureRequest: Sendable, Codable, Equatable {
  /// d.
  public var features = 750
  /// n.
  public var samples = 500
  /// k; the number of priors where these are given.
  public var classes: Int?
  /// r.
  public var correlation = 0.8
  /// c.
  public var corruption = 0.3
  /// The standard deviation of every feature within a class.
  public var sigma = 1.0
  public var priors: [Double]?
  public var penalties = ["l2", "l1", "linf"]
  public var lambdas: [Double] = [1, 10, 100]
  public var intercept = false
  public var trials = 32
  public var seed: UInt64 = 1

  public init() {}
}

/// The table of `simulate mixture`, with the same row keys as the theory will have.
public struct SimulateMixtureAnswer: Sendable, Codable, Equatable {
  public struct Model: Sendable, Codable, Equatable {
    public let features: Int
    public let samples: Int
    public let classes: Int
    public let correlation: Double
    public let corruption: Double
    public let sigma: Double
    public let priors: [Double]
    public let intercept: Bool
    public let seed: UInt64
  }

  public struct Row: Sendable, Codable, Equatable {
    public let penalty: String
    public let lambda: Double
    public let testError: Double
    @OrNull public var testErrorStandardError: Double?
    /// sign(W) with one scale for all classes, zeros staying zero.
    public let oneBitTestError: Double
    @OrNull public var oneBitTestErrorStandardError: Double?
    /// By format as `compress` stores it: "sign" has one scale per class.
    public let formats: [String: Double]
    public let formatsStandardError: [String: Double?]
    public let nonzeroFraction: Double
    @OrNull public var nonzeroFractionStandardError: Double?
    public let boundaryFraction: Double
    @OrNull public var boundaryFractionStandardError: Double?
    /// ‖XW − Y‖², total, without the penalty.
    public let trainingLoss: Double
    @OrNull public var trainingLossStandardError: Double?
    public let trials: Int
    public let method: String
    /// The largest relative duality gap of a trial.
    @OrNull public var relativeGap: Double?
    /// That of the worst trial: converged, step-limit or diverged.
    public let status: String
  }

  public let model: Model
  public let rows: [Row]
}

public struct SimulateMixture: Sendable {
  private let request: SimulateMixtureRequest
  private let observer: ProgressObserver

  public init(_ request: SimulateMixtureRequest, observer: @escaping ProgressObserver = { _ in }) {
    self.request = request
    self.observer = observer
  }

  /// - Throws: a `Refusal` for unknown penalties or values out of range.
  public func callAsFunction() throws -> SimulateMixtureAnswer {
    guard request.trials >= 1, request.trials <= 1_000_000 else {
      throw Refusal.usage("--trials must lie between 1 and 1,000,000; found \(request.trials)")
    }
    guard request.samples >= 2, Double(request.samples) * Double(request.features) <= 4e9 else {
      throw Refusal.usage(
        "\(request.samples) samples of \(request.features) features cannot be simulated; between 2 samples and what fits into memory"
      )
    }
    guard request.corruption >= 0, request.corruption <= 1 else {
      throw Refusal.usage("--corruption must lie between 0 and 1; found \(request.corruption)")
    }
    if let classes = request.classes, let priors = request.priors, classes != priors.count {
      throw Refusal.usage("--classes \(classes) and \(priors.count) priors contradict each other")
    }
    let mixture = try GaussianMixture(
      featureCount: request.features, classCount: request.priors?.count ?? request.classes ?? 5,
      correlation: request.correlation, sigma: request.sigma, priors: request.priors)
    let simulation = MixtureSimulation(
      mixture: mixture, sampleCount: request.samples, corruption: request.corruption,
      penalties: try request.penalties.map { try Catalogs.penalty($0) }, lambdas: request.lambdas,
      intercept: request.intercept, trials: request.trials)
    let counter = ProgressCounter("simulating", total: request.trials, observer)
    let rows = try simulation(using: RandomStream(seed: request.seed)) { counter.advance() }
    return SimulateMixtureAnswer(
      model: .init(
        features: request.features, samples: request.samples, classes: mixture.classCount,
        correlation: request.correlation, corruption: request.corruption, sigma: request.sigma,
        priors: mixture.priors, intercept: request.intercept, seed: request.seed),
      rows: rows.map { SimulateMixtureAnswer.Row($0, trials: request.trials) })
  }
}

extension SimulateMixtureAnswer.Row {
  init(_ row: MixtureSimulation.Row, trials: Int) {
    penalty = row.penalty
    lambda = row.lambda
    testError = row.testError.mean
    testErrorStandardError = known(row.testError.standardError)
    oneBitTestError = row.oneBitTestError.mean
    oneBitTestErrorStandardError = known(row.oneBitTestError.standardError)
    formats = ["sign": row.scaledSignTestError.mean]
    formatsStandardError = ["sign": known(row.scaledSignTestError.standardError)]
    nonzeroFraction = row.nonzeroFraction.mean
    nonzeroFractionStandardError = known(row.nonzeroFraction.standardError)
    boundaryFraction = row.boundaryFraction.mean
    boundaryFractionStandardError = known(row.boundaryFraction.standardError)
    trainingLoss = row.trainingLoss.mean
    trainingLossStandardError = known(row.trainingLoss.standardError)
    self.trials = trials
    method = "simulation"
    relativeGap = row.largestGap
    status = row.status.rawValue
  }
}
