/// A Gaussian mixture and what is trained on it: what can be predicted and simulated alike.
///
/// Standard deviations, not variances.
public struct MixtureRequest: Sendable, Codable, Equatable {
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
  /// A table of k × k numbers: the shares of the samples of each class (rows) that have each label. Replaces `corruption`.
  public var labelNoiseMatrix: String?
  /// A table of k × k numbers: the covariance of the class means. Replaces `correlation`.
  public var meanCovariance: String?
  /// A table of groups of features: how many, their sigma, the scale of their means. Replaces `features`, `sigma`.
  public var groups: String?
  public var penalties = ["l2", "l1", "linf"]
  public var lambdas: [Double] = [1, 10, 100]
  /// Names in the catalog of compressions.
  public var formats = ["sign"]
  /// The share of the weights that is set to zero; then the format "sparse" means that.
  public var prune: Double?
  public var intercept = false
  public var seed: UInt64 = 1

  public init() {}
}

/// Everything that `signbit theory mixture` can be asked.
public struct TheoryMixtureRequest: Sendable, Codable, Equatable {
  public var model = MixtureRequest()
  /// auto, exact, large-lambda, monte-carlo.
  public var law = "auto"
  /// Of the reduced problem, where that answers.
  public var draws = 64

  public init() {}
}

/// Everything that `signbit simulate mixture` can be asked.
public struct SimulateMixtureRequest: Sendable, Codable, Equatable {
  public var model = MixtureRequest()
  public var trials = 32

  public init() {}
}
