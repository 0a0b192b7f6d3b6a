public import LinearAlgebra
import Messages

/// What is trained on: a mixture, how many samples, which labels, whether scores have a free constant.
///
/// The same `GaussianMixture` that a simulation samples is integrated here.
///
/// - Source: arXiv 2402.10474, §2.
public struct MixtureSetting: Sendable, Equatable {
  public let mixture: GaussianMixture
  /// n.
  public let sampleCount: Int
  /// P: the share P[j, l] of the samples of class j that are labeled l (k × k, rows sum to 1).
  public let labelShares: Matrix
  /// c, where labels are replaced evenly; nil for any other `labelShares`.
  public let corruption: Double?
  public let intercept: Bool
  /// One group, unless features differ in their noise or signal.
  public let groups: [FeatureGroup]

  /// Labels of which a share c is replaced by the other classes, evenly.
  ///
  ///     P[j, j] = 1 − c,   P[j, l] = c / (k − 1)
  ///
  /// - Throws: a `Refusal` of kind `usage` for a value outside its range.
  public init(
    mixture: GaussianMixture, sampleCount: Int, corruption: Double = 0, intercept: Bool = false,
    groups: [FeatureGroup]? = nil
  ) throws {
    guard corruption >= 0, corruption <= 1 else {
      throw Refusal.usage("the corruption must lie between 0 and 1; found \(corruption)")
    }
    let k = mixture.classCount
    var shares = Matrix(rows: k, columns: k, repeating: corruption / Double(k - 1))
    for j in 0..<k { shares[j, j] = 1 - corruption }
    try self.init(
      mixture: mixture, sampleCount: sampleCount, labelShares: shares, corruption: corruption, intercept: intercept,
      groups: groups)
  }

  /// Labels that are wrong in any way.
  ///
  /// - Parameters:
  ///   - labelShares: P (k × k), rows that sum to 1.
  ///   - groups: their counts sum to the features of the mixture, whose sigma they replace.
  public init(
    mixture: GaussianMixture, sampleCount: Int, labelShares: Matrix, intercept: Bool = false,
    groups: [FeatureGroup]? = nil
  ) throws {
    try self.init(
      mixture: mixture, sampleCount: sampleCount, labelShares: labelShares, corruption: nil, intercept: intercept,
      groups: groups)
  }

  private init(
    mixture: GaussianMixture, sampleCount: Int, labelShares: Matrix, corruption: Double?, intercept: Bool,
    groups: [FeatureGroup]?
  ) throws {
    let k = mixture.classCount
    guard sampleCount >= 2, sampleCount <= 1_000_000_000 else {
      throw Refusal.usage("a mixture is trained on between 2 and 1,000,000,000 samples; found \(sampleCount)")
    }
    guard mixture.sigma >= 1e-6, mixture.sigma <= 1e6 else {
      throw Refusal.usage("sigma must lie between 1e-6 and 1e6; found \(mixture.sigma)")
    }
    guard labelShares.rowCount == k, labelShares.columnCount == k else {
      throw Refusal.usage("shares of labels of \(k) classes are a \(k) × \(k) matrix")
    }
    for j in 0..<k {
      let row = labelShares.row(j)
      guard row.allSatisfy({ $0 >= 0 }), abs(row.reduce(0, +) - 1) <= 1e-9 else {
        throw Refusal.usage("row \(j + 1) of the shares of labels must be positive and sum to 1")
      }
    }
    let groups =
      groups ?? [FeatureGroup(count: mixture.featureCount, sigma: mixture.sigma, meanScale: 1)]
    for group in groups {
      guard group.count >= 1, group.sigma >= 1e-6, group.sigma <= 1e6, group.meanScale >= 0, group.meanScale <= 1e6
      else {
        throw Refusal.usage(
          "a group of features needs a count of at least 1, sigma between 1e-6 and 1e6, and a scale of its means from 0 to 1e6"
        )
      }
    }
    let total = groups.reduce(0) { $0 + $1.count }
    guard total == mixture.featureCount else {
      throw Refusal.usage("groups of \(total) features do not make up the \(mixture.featureCount) of the mixture")
    }
    self.mixture = mixture
    self.sampleCount = sampleCount
    self.labelShares = labelShares
    self.corruption = corruption
    self.intercept = intercept
    self.groups = groups
  }

  public var classCount: Int { mixture.classCount }

  /// nⱼ = n πⱼ, not rounded.
  public var classSizes: [Double] { mixture.priors.map { $0 * Double(sampleCount) } }

  /// Whether any permutation of the classes leaves everything as it is: then one column stands for all.
  public var isExchangeable: Bool {
    let k = classCount
    let (c, p) = (mixture.meanCovariance, labelShares)
    guard mixture.priors.allSatisfy({ abs($0 * Double(k) - 1) <= 1e-12 }) else { return false }
    for i in 0..<k {
      for j in 0..<k {
        let like = i == j ? (0, 0) : (0, 1)
        if abs(c[i, j] - c[like.0, like.1]) > 1e-12 || abs(p[i, j] - p[like.0, like.1]) > 1e-12 { return false }
      }
    }
    return true
  }
}
