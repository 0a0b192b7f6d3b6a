import LinearAlgebra

/// What becomes of the weights of one column after training: u = scale · ψ_g(h/T_g), coordinate by coordinate.
struct WeightMap: Sendable {
  /// ψ_g, one for each group of features.
  let functions: [OddPiecewiseLinear]
  /// In units of weights.
  let scales: [Double]
  /// Whether u = w.
  let isIdentity: Bool

  /// The weights as they are.
  init(identity column: ColumnSolution) {
    functions = column.shrinkages.map(\.function)
    scales = column.units
    isIdentity = true
  }

  /// A function of the weight itself, the same in every group.
  init(_ function: OddPiecewiseLinear, of column: ColumnSolution) {
    functions = zip(column.shrinkages, column.units).map { $0.function.followed(by: function, scale: $1) }
    scales = functions.map { _ in 1 }
    isIdentity = false
  }
}
