import ConvexFunctions
import DataModels
import Iteration
import LinearAlgebra
import Messages

/// The trained classifier at finite d, drawn from its law: true class means, and Gaussian noise for all the rest.
///
///     M ~ N(0, C) by columns,   ξ ~ N(0, Ξ) by rows,   Ξ_ll′ = T_l T_l′ Ω_ll′ − m̂_lᵀ C m̂_l′
///
/// What the mean-field limit loses, the fluctuations of few active weights, is drawn here exactly; the cost does not
/// depend on n.
///
/// - Source: derivation in Documentation/MixtureTheory.md.
struct ReducedProblem: Sendable {
  let setting: MixtureSetting
  let penalty: any ShrinkagePenalty
  let lambda: Double
  let columns: [ColumnSolution]
  /// With the scale of the means and the noise of the one group of features.
  let mixture: GaussianMixture
  private let noiseRoot: Matrix

  struct Draw {
    let means: Matrix
    let weights: Matrix
    let intercept: [Double]
    /// ‖XW − Y‖² of a training set with these means.
    let trainingLoss: Double
  }

  init(_ trained: TrainedMixture, penalty: any ShrinkagePenalty, lambda: Double) throws {
    setting = trained.setting
    self.penalty = penalty
    self.lambda = lambda
    let k = setting.classCount
    let group = setting.groups[0]
    let columns = try trained.allColumns(penalty: penalty, lambda: lambda)
    self.columns = columns
    var covariance = setting.mixture.meanCovariance
    for i in covariance.elements.indices { covariance.elements[i] *= group.meanScale * group.meanScale }
    mixture = try GaussianMixture(
      featureCount: group.count, meanCovariance: covariance, sigma: group.sigma, priors: setting.mixture.priors)
    var noise = Matrix(rows: k, columns: k)
    for l in 0..<k {
      for other in 0..<k {
        let omega = l == other ? 1 : trained.overlap(l, other).correlations[0]
        noise[l, other] =
          columns[l].fieldDeviations[0] * columns[other].fieldDeviations[0] * omega
          - group.meanScale * group.meanScale
          * trained.response.pairing(columns[l].fieldMeans, columns[other].fieldMeans)
      }
    }
    // Rounding must not leave the two halves different.
    for l in 0..<k { for other in 0..<l { noise[other, l] = noise[l, other] } }
    noiseRoot = try noise.symmetricRoot()
  }

  func draw(_ stream: RandomStream) throws -> Draw {
    let (k, d) = (mixture.classCount, mixture.featureCount)
    var (meansStream, noiseStream) = (stream.branch("means"), stream.branch("noise"))
    let means = try mixture.means(using: &meansStream)
    let noise = noiseRoot.times(Matrix(rows: k, columns: d, elements: noiseStream.gaussians(k * d)))
    var centered = means
    var middle = [Double](repeating: 0, count: d)
    if setting.intercept {
      for j in 0..<k { add(mixture.priors[j], times: means.row(j), to: &middle) }
      for j in 0..<k { for i in 0..<d { centered[j, i] -= middle[i] } }
    }
    var (weights, intercepts, loss) = (Matrix(rows: k, columns: d), [Double](repeating: 0, count: k), 0.0)
    for l in 0..<k {
      let column = columns[l]
      let g = column.residualFactor
      let y = (0..<k).map { setting.labelShares[$0, l] }
      let average = setting.intercept ? zip(y, mixture.priors).reduce(0) { $0 + $1.0 * $1.1 } : 0
      let problem = ReducedColumn.Problem(
        penalty: penalty, lambda: lambda, means: centered, noise: Array(noise.row(l)), curvature: column.curvatures[0],
        stiffness: setting.classSizes.map { 2 * g * $0 }, targets: y.map { $0 - average })
      let run = try run(ReducedColumn(), on: problem, until: StoppingRule(tolerance: 1e-9, stepLimit: 500))
      guard run.outcome == .converged else {
        throw Refusal.failure(
          "a draw of the reduced problem did not converge: \(run.outcome.rawValue) at residual \(NumberText.short(run.residual)); use the law \"exact\""
        )
      }
      let w = run.state.weights
      intercepts[l] = average - dot(middle[...], w[...])
      weights.elements.replaceSubrange(weights.range(ofRow: l), with: w)
      var square = Double(setting.sampleCount) * mixture.sigma * mixture.sigma * squaredNorm(w[...])
      for j in 0..<k {
        let rest = y[j] - intercepts[l] - dot(means.row(j), w[...])
        square += setting.classSizes[j] * (y[j] * (1 - y[j]) + rest * rest)
      }
      loss += g * g * square
    }
    return Draw(means: means, weights: weights, intercept: intercepts, trainingLoss: loss)
  }

  /// The constant that suits compressed weights: ȳ − ŵ·x̄, zero without an intercept.
  func intercept(for weights: Matrix, means: Matrix) -> [Double] {
    guard setting.intercept else { return [Double](repeating: 0, count: weights.rowCount) }
    let scores = weights.timesTransposed(means)
    return (0..<weights.rowCount).map { l in
      var sum = 0.0
      for j in mixture.priors.indices { sum += mixture.priors[j] * (setting.labelShares[j, l] - scores[l, j]) }
      return sum
    }
  }
}

extension Matrix {
  /// √A of a symmetric positive semidefinite matrix, negative eigenvalues taken for rounding.
  ///
  /// The symmetric root does not depend on which eigenvectors a library picks.
  fileprivate func symmetricRoot() throws -> Matrix {
    let eigen = try SymmetricEigen(self)
    var scaled = eigen.vectors
    for i in 0..<rowCount {
      for j in 0..<rowCount { scaled[i, j] *= max(0, eigen.values[i]).squareRoot() }
    }
    return eigen.vectors.transposedTimes(scaled)
  }
}
