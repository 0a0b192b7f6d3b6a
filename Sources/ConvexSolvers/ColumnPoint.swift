import LinearAlgebra

/// The weights of one column with all that follows from their product with XᵀX.
struct ColumnPoint {
  let weights: [Double]
  /// h = 2Xᵀ(y − Xw).
  let h: [Double]
  let gap: ColumnGap

  /// The points of several columns, with one product for all; row i of `weights` belongs to `columns[i]`.
  static func all(_ weights: Matrix, columns: [Int], in problem: RegularizedProblem) -> [ColumnPoint] {
    let products = problem.data.timesGram(weights)
    return columns.indices.map {
      ColumnPoint(Array(weights.row($0)), product: products.row($0), column: columns[$0], in: problem)
    }
  }

  init(_ weights: [Double], column k: Int, in problem: RegularizedProblem) {
    let product = problem.data.timesGram(Matrix(rows: 1, columns: weights.count, elements: weights))
    self.init(weights, product: product.row(0), column: k, in: problem)
  }

  private init(_ weights: [Double], product: ArraySlice<Double>, column k: Int, in problem: RegularizedProblem) {
    let c = problem.data.correlations.row(k)
    let norm = problem.data.squaredTargetNorms[k]
    // ‖y − Xw‖² = ‖y‖² − 2wᵀXᵀy + wᵀXᵀXw: never touches the samples.
    let fit = dot(weights[...], c)
    let h = zip(c, product).map { 2 * ($0 - $1) }
    self.weights = weights
    self.h = h
    gap = ColumnGap(
      squaredError: max(0, norm - 2 * fit + dot(weights[...], product)), residualDotTarget: norm - fit, h: h,
      weights: weights[...], problem: (problem.penalty, problem.lambda, problem.data))
  }
}
