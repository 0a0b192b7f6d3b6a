import Compression
import ConvexSolvers
import DataModels
import LinearAlgebra
import PackedInference

/// Samples that a fit has not seen.
struct HeldOut: Sendable {
  private let features: Matrix
  private let targets: Targets
  /// What squared errors are divided by; 1 for classes.
  private let unit: Double

  init(_ data: LabeledData, unit: Double) {
    features = data.features
    targets = data.targets
    self.unit = unit
  }

  /// The mean error of a fit in each form, with the intercept that goes with the stored weights.
  ///
  /// - Complexity: O(n K d) for each form, in one product.
  func errors(of fit: LinearFit, on data: LeastSquares, as forms: [any StorageForm]) -> [Double] {
    let stored = forms.map { $0.layer(of: fit.weights, structure: fit.structure).matrix }
    let outputs = fit.weights.rowCount
    let scores = features.timesTransposed(
      Matrix(rows: outputs * forms.count, columns: features.columnCount, elements: stored.flatMap(\.elements)))
    return stored.enumerated().map { place, weights in
      let intercept = data.intercept(for: weights)
      var part = Matrix(rows: scores.rowCount, columns: outputs)
      for i in 0..<scores.rowCount {
        for k in 0..<outputs { part[i, k] = scores[i, place * outputs + k] + intercept[k] }
      }
      let errors = targets.errors(of: part)
      return errors.reduce(0, +) / Double(max(1, errors.count)) / unit
    }
  }
}
