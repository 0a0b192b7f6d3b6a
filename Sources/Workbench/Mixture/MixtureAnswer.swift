import DataModels

/// The table of `theory mixture` and of `simulate mixture`, so that the two can be laid side by side.
///
/// Standard errors are those of draws or trials, null where a number is an integral or one trial says nothing; null is
/// also what a law does not say.
public struct MixtureAnswer: Sendable, Codable, Equatable {
  public struct Model: Sendable, Codable, Equatable {
    public let features: Int
    public let samples: Int
    public let classes: Int
    /// Null where a file gives the covariance of the means.
    @OrNull public var correlation: Double?
    /// Null where a file gives the shares of labels.
    @OrNull public var corruption: Double?
    /// Null where a file gives groups of features.
    @OrNull public var sigma: Double?
    public let priors: [Double]
    public let intercept: Bool
    /// Of theory only.
    public var law: String?
    /// The λ from which on W = 0, for penalties that have one; of theory only.
    public var collapseLambda: [String: Double]?
    public let seed: UInt64

    init(
      _ request: MixtureRequest, _ setting: MixtureSetting, law: String? = nil, collapseLambda: [String: Double]? = nil
    ) {
      features = setting.mixture.featureCount
      samples = setting.sampleCount
      classes = setting.classCount
      correlation = request.meanCovariance == nil ? request.correlation : nil
      corruption = request.labelNoiseMatrix == nil ? request.corruption : nil
      sigma = request.groups == nil ? request.sigma : nil
      priors = setting.mixture.priors
      intercept = setting.intercept
      self.law = law
      self.collapseLambda = collapseLambda
      seed = request.seed
    }
  }

  public struct Row: Sendable, Codable, Equatable {
    public let penalty: String
    public let lambda: Double
    public let testError: Double
    @OrNull public var testErrorStandardError: Double?
    /// sign(W) with one scale for all classes, zeros staying zero.
    @OrNull public var oneBitTestError: Double?
    @OrNull public var oneBitTestErrorStandardError: Double?
    /// By format as `compress` stores it: "sign" has one scale per class.
    public let formats: [String: Double?]
    public let formatsStandardError: [String: Double?]
    public let nonzeroFraction: Double
    @OrNull public var nonzeroFractionStandardError: Double?
    public let boundaryFraction: Double
    @OrNull public var boundaryFractionStandardError: Double?
    /// ‖XW − Y‖², total, without the penalty.
    @OrNull public var trainingLoss: Double?
    @OrNull public var trainingLossStandardError: Double?
    /// The law that answered, or "simulation".
    public let method: String
    /// Of simulations only: how many, the largest relative duality gap of one, and the status of the worst.
    public var trials: Int?
    public var relativeGap: Double?
    public var status: String?
  }

  public let model: Model
  public let rows: [Row]
}
