public import LinearAlgebra

/// The test error of linear classifiers on a mixture, integrated over its classes instead of sampled.
///
/// The scores of a sample of class j are Gaussian in k dimensions,
///
///     z ~ N(Wμⱼ + β, W diag(σ²) Wᵀ),
///
/// and the error is Σⱼ πⱼ P(argmax z ≠ j), with the probability of a tie shared among its classes: W = 0
/// has the error of guessing.
///
/// - Accuracy: within 2e-3 with 4,096 points, less where the error itself is small; not part of any standard error.
/// - Complexity: O(points · k²) per classifier.
/// - Source: arXiv 2402.10474, eq. (8).
public struct MixtureError: Sendable {
  private let mixture: GaussianMixture
  /// The standard deviation of each feature; nil for σ everywhere.
  private let deviations: [Double]?
  private let points: GaussianPoints

  public init(_ mixture: GaussianMixture, deviations: [Double]? = nil, pointCount: Int = 4096) {
    precondition(deviations.map { $0.count == mixture.featureCount } ?? true)
    self.mixture = mixture
    self.deviations = deviations
    points = GaussianPoints(dimension: mixture.classCount, count: pointCount)
  }

  /// - Parameters:
  ///   - weights: W (k × d).
  ///   - means: M (k × d), those of the data set on which W was trained.
  public func callAsFunction(_ weights: Matrix, intercept: [Double], means: Matrix) throws -> Double {
    let k = mixture.classCount
    // Entry (l, j): the mean score of class l on samples of class j.
    let centers = weights.timesTransposed(means)
    let eigen = try SymmetricEigen(scaled(weights).rowGram)
    // Noise = σ g √(WWᵀ) with rows g ~ N(0, 1). The symmetric root does not depend on which eigenvectors a
    // library picks, so neither do the points that the integral sees.
    var root = eigen.vectors
    for i in 0..<k {
      let scale = (deviations == nil ? mixture.sigma : 1) * max(0, eigen.values[i]).squareRoot()
      for l in 0..<k { root[i, l] *= scale }
    }
    let noise = points.points.times(eigen.vectors.transposedTimes(root))
    var error = 0.0
    for j in 0..<k {
      let mean = (0..<k).map { centers[$0, j] + intercept[$0] }
      var right = 0.0
      for p in 0..<noise.rowCount {
        let row = noise.range(ofRow: p)
        var top = -Double.infinity
        for l in 0..<k { top = max(top, mean[l] + noise.elements[row.lowerBound + l]) }
        guard mean[j] + noise.elements[row.lowerBound + j] == top else { continue }
        var ties = 0.0
        for l in 0..<k where mean[l] + noise.elements[row.lowerBound + l] == top { ties += 1 }
        right += 1 / ties
      }
      error += mixture.priors[j] * (1 - right / Double(noise.rowCount))
    }
    return error
  }

  /// W times the deviations of the features, where these differ.
  private func scaled(_ weights: Matrix) -> Matrix {
    guard let deviations else { return weights }
    var scaled = weights
    for l in 0..<weights.rowCount {
      for j in deviations.indices { scaled[l, j] *= deviations[j] }
    }
    return scaled
  }
}
