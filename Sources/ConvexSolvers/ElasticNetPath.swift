import ConvexFunctions
import Iteration
import LinearAlgebra

/// The elastic net as a lasso with d more samples.
///
///     ‖Xw − y‖² + λ(1 − a)‖w‖² = ‖X̃w − ỹ‖²,   X̃ = (X; √(λ(1 − a)) 1),  ỹ = (y; 0)
///
/// so that its solutions and their certificates are those of ℓ1 at strength λ a.
///
/// - Complexity: that of a lasso path with n + d samples, with an eigendecomposition for each strength.
/// - Source: Zou & Hastie, *J. R. Stat. Soc. B* 67 (2005), Lemma 1.
struct ElasticNetPath {
  let penalty: ElasticNet
  let path: RegularizationPath

  func fit(_ data: LeastSquares, lambda: Double) throws -> LinearFit {
    let d = data.featureCount
    let root = (lambda * (1 - penalty.share)).squareRoot()
    var features = Matrix(rows: data.sampleCount + d, columns: d)
    features.elements.replaceSubrange(0..<data.features.elements.count, with: data.features.elements)
    for j in 0..<d { features[data.sampleCount + j, j] = root }
    var targets = Matrix(rows: data.sampleCount + d, columns: data.columnCount)
    for k in 0..<data.columnCount {
      for i in 0..<data.sampleCount { targets[i, k] = data.targets[k, i] }
    }
    // Centered already where there is an intercept; the rows that were added must not be.
    let augmented = try LeastSquares(features: features, targets: targets, intercept: false)
    let lasso = try path.fit(augmented, penalty: L1(), lambdas: [lambda * penalty.share])[0]
    return LinearFit(
      weights: lasso.weights, intercept: data.intercept(for: lasso.weights), penalty: penalty.name,
      structure: penalty.structure, lambda: lambda,
      certificate: Certificate(lasso.weights, on: data, penalty: penalty, lambda: lambda),
      status: lasso.status, algorithm: lasso.algorithm + " with added rows", iterations: lasso.iterations)
  }
}
