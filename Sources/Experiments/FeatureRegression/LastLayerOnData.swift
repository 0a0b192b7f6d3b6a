public import ConvexFunctions
import ConvexSolvers
public import DataModels
public import LinearAlgebra

/// A last layer without an intercept, trained on the features of real samples.
///
///     min Σ ‖y − Wφ‖² + λ‖W‖²;   λ = 0: the W that interpolates with least Σ ψ(wᵢ)
///
/// One-hot targets for classes. The setting of learning curves and of arXiv 2510.16250, figures 3 and 4.
public struct LastLayerOnData: Sendable {
  /// W (C × w).
  public let weights: Matrix

  /// - Parameter mirror: ψ; with λ > 0 it is the square.
  /// - Throws: a `Refusal` of kind `usage` for a mirror where there are not more features than samples.
  public init(
    features: Matrix, targets: Targets, lambda: Double, mirror: any MirrorPotential = PowerPotential(exponent: 2)
  ) throws {
    let labels = targets.matrix.transposed
    guard lambda == 0, mirror.name != "l2" else {
      weights = try SharedRidge(features: features, labels: labels).weights(lambda)
      return
    }
    let problem = try InterpolationProblem(features: features, targets: Array(labels.row(0)))
    let rows = try parallelMap(labels.rowCount) { k in
      try MirrorInterpolation()(problem.replacing(targets: Array(labels.row(k))), mirror: mirror).weights
    }
    weights = Matrix(rows: labels.rowCount, columns: features.columnCount, elements: rows.flatMap { $0 })
  }

  /// The mean squared error of a score on other samples, and the share of them that the largest score labels rightly.
  public func errors(features: Matrix, targets: Targets) -> (squared: Double, accuracy: Double?) {
    let scores = features.timesTransposed(weights)
    let answers = targets.matrix
    var sum = 0.0
    for i in scores.elements.indices {
      let difference = scores.elements[i] - answers.elements[i]
      sum += difference * difference
    }
    let squared = sum / Double(max(1, scores.elements.count))
    guard case .classes(let labels, _) = targets else { return (squared, nil) }
    let right = labels.indices.count { indexOfLargest(scores.row($0)) == labels[$0] }
    return (squared, Double(right) / Double(max(1, labels.count)))
  }
}
