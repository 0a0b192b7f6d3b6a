public import LinearAlgebra
import Messages

/// k Gaussian classes in d dimensions whose means are themselves random and correlated.
///
///     x = μⱼ + σ a,  a ~ N(0, 1_d);   (μ₁ᵢ … μ_kᵢ) ~ N(0, C) independently for each coordinate i
///
/// By default C = (1 − r)·1 + r·11ᵀ: every pair of classes has correlation r. The squared distance of a
/// mean from the origin is about d: a strong signal, as in the paper. One value serves the simulation that
/// samples it and the theory that integrates it.
///
/// - Source: arXiv 2402.10474, §2.
public struct GaussianMixture: Sendable, Equatable {
  /// d.
  public let featureCount: Int
  /// C (k × k).
  public let meanCovariance: Matrix
  /// σ, the standard deviation of every feature within a class.
  public let sigma: Double
  /// The share of each class, summing to 1.
  public let priors: [Double]

  public var classCount: Int { priors.count }

  /// Classes of equal pairwise correlation.
  ///
  /// - Parameters:
  ///   - correlation: r in [−1/(k − 1), 1].
  ///   - priors: one weight per class, normalized here; nil for equal shares.
  /// - Throws: a `Refusal` of kind `usage` for a value outside its range.
  public init(
    featureCount: Int, classCount: Int, correlation: Double = 0, sigma: Double = 1, priors: [Double]? = nil
  ) throws {
    try Self.check(classCount: classCount)
    let least = -1 / Double(classCount - 1)
    guard correlation >= least, correlation <= 1 else {
      throw Refusal.usage(
        "the correlation of \(classCount) classes lies between \(NumberText.short(least)) and 1; found \(correlation)")
    }
    var covariance = Matrix(rows: classCount, columns: classCount, repeating: correlation)
    for j in 0..<classCount { covariance[j, j] = 1 }
    try self.init(featureCount: featureCount, meanCovariance: covariance, sigma: sigma, priors: priors)
  }

  /// Classes with any covariance of the means.
  ///
  /// - Parameter meanCovariance: C (k × k), symmetric and positive semidefinite.
  public init(featureCount: Int, meanCovariance: Matrix, sigma: Double = 1, priors: [Double]? = nil) throws {
    let k = meanCovariance.rowCount
    try Self.check(classCount: k)
    let priors = priors ?? [Double](repeating: 1, count: k)
    guard featureCount >= 1, featureCount <= 10_000_000 else {
      throw Refusal.usage("a mixture needs between 1 and 10,000,000 features; found \(featureCount)")
    }
    // Sums of squares of the features must stay finite.
    guard sigma > 0, sigma <= 1e100 else {
      throw Refusal.usage("sigma must be positive, and at most 1e100; found \(sigma)")
    }
    guard meanCovariance.columnCount == k, priors.count == k else {
      throw Refusal.usage("\(priors.count) priors do not go with \(k) classes; give one for each class")
    }
    let total = priors.reduce(0, +)
    guard priors.allSatisfy({ $0 > 0 && $0.isFinite }), total.isFinite else {
      throw Refusal.usage("every prior must be positive; found \(priors.map(NumberText.short).joined(separator: ", "))")
    }
    guard meanCovariance.elements.allSatisfy(\.isFinite), meanCovariance.transposed == meanCovariance,
      let eigen = try? SymmetricEigen(meanCovariance), eigen.values[0] >= -1e-9 * eigen.values[k - 1].magnitude
    else {
      throw Refusal.usage("the covariance of the class means must be symmetric and positive semidefinite")
    }
    self.featureCount = featureCount
    self.meanCovariance = meanCovariance
    self.sigma = sigma
    self.priors = priors.map { $0 / total }
  }

  /// Eigenvalues of C take O(k³) time.
  private static func check(classCount: Int) throws {
    guard classCount >= 2, classCount <= 1000 else {
      throw Refusal.usage("a mixture needs between 2 and 1,000 classes; found \(classCount)")
    }
  }

  /// The largest matrix that is drawn: 8 GB.
  static let mostEntries = 1_000_000_000

  private func checkMemory(rows: Int) throws {
    guard rows >= 0, rows <= Self.mostEntries / featureCount else {
      throw Refusal.usage(
        "\(NumberText.grouped(rows)) rows of \(NumberText.grouped(featureCount)) features are more than \(NumberText.grouped(Self.mostEntries)) numbers; make the mixture smaller"
      )
    }
  }

  /// The means of one data set (k × d), drawn afresh.
  ///
  ///     M = √C G,  G ~ N(0, 1) of shape k × d
  ///
  /// √C is the symmetric root, the one root that does not depend on which eigenvectors a library picks where
  /// eigenvalues are equal: here k − 1 of them are.
  ///
  /// - Complexity: O(k² d).
  public func means(using stream: inout RandomStream) throws -> Matrix {
    try checkMemory(rows: classCount)
    let eigen = try SymmetricEigen(meanCovariance)
    // √C = V √E Vᵀ, with the eigenvectors as columns of V.
    var scaled = eigen.vectors
    for i in 0..<classCount {
      for j in 0..<classCount { scaled[i, j] *= max(0, eigen.values[i]).squareRoot() }
    }
    let root = eigen.vectors.transposed.times(scaled)
    return root.times(
      Matrix(rows: classCount, columns: featureCount, elements: stream.gaussians(classCount * featureCount)))
  }

  /// How many of n samples each class gets: n πⱼ, rounded by the largest remainder so that they sum to n.
  ///
  /// - Precondition: n ≥ 0.
  public func classCounts(_ sampleCount: Int) -> [Int] {
    precondition(sampleCount >= 0)
    return wholeParts(of: sampleCount, shares: priors)
  }

  /// Samples with their true labels, class after class.
  ///
  /// - Parameters:
  ///   - means: M (k × d), from `means(using:)`.
  ///   - deviations: The standard deviation of each feature within a class (d); nil for σ everywhere.
  ///   - noise: The law of a, Gaussian unless one asks how far the theory carries.
  /// - Complexity: one Gaussian per entry.
  public func sample(
    _ sampleCount: Int, means: Matrix, deviations: [Double]? = nil, noise: FeatureNoise = .gaussian,
    using stream: inout RandomStream
  ) throws -> LabeledData {
    try checkMemory(rows: sampleCount)
    precondition(means.rowCount == classCount && means.columnCount == featureCount)
    let deviations = deviations ?? [Double](repeating: sigma, count: featureCount)
    precondition(deviations.count == featureCount)
    let labels = classCounts(sampleCount).enumerated().flatMap { [Int](repeating: $0.offset, count: $0.element) }
    var features = Matrix(
      rows: sampleCount, columns: featureCount, elements: noise.sample(sampleCount * featureCount, using: &stream))
    for (i, label) in labels.enumerated() {
      let (row, mean) = (i * featureCount, label * featureCount)
      for j in 0..<featureCount {
        features.elements[row + j] = means.elements[mean + j] + deviations[j] * features.elements[row + j]
      }
    }
    return try LabeledData(
      features: features, targets: .classes(labels: labels, names: (0..<classCount).map { "\($0)" }))
  }
}
