import ConvexSolvers
import DataModels
import LinearAlgebra

/// The rows of a job, made ready once: for fitting, and for measuring.
struct Preparation: Sendable {
  let data: PreparedData
  /// All training rows.
  let full: LeastSquares
  /// The fitting part of each fold of `data.folds`.
  let folds: [LeastSquares]
  /// The rows that each fold holds out.
  let held: [Samples]
  let test: Samples
  private let ridgePath = Once<RidgePath>()

  /// Ridge on all training rows, made when it is first asked for.
  var ridge: RidgePath { ridgePath { RidgePath(full) } }

  /// The standard deviation of each feature over the training rows; 0 for a constant one.
  var deviations: [Double] {
    full.squaredColumnNorms.map { ($0 / Double(data.training.sampleCount)).squareRoot() }
  }

  init(_ data: PreparedData, intercept: Bool) throws {
    self.data = data
    let parts = [data.training] + data.folds.map(\.fit)
    var prepared = try parallelMap(parts.count) {
      try LeastSquares(features: parts[$0].features, targets: parts[$0].targets.matrix, intercept: intercept)
    }
    full = prepared.removeFirst()
    folds = prepared
    // Training rows are standardized already.
    held = data.folds.map { Samples($0.validation, nil) }
    test = Samples(data.test, data.modelStandardization)
  }
}
