public import ConvexFunctions
public import LinearAlgebra

/// What can be said about a solution from the problem alone, whoever found it.
public struct Certificate: Sendable, Equatable {
  /// ‖XWᵀ − Y‖²_F + λ Σₖ f(wₖ).
  public let objective: Double
  /// ‖XWᵀ − Y‖²_F.
  public let squaredError: Double
  /// An upper bound of (objective − optimum) / objective.
  ///
  /// For norms it is the duality gap at the residual r scaled to be feasible: u = 2s·r with
  /// f°(Xᵀu) ≤ λ, dual value uᵀy − ‖u‖²/4. For ridge, strongly convex, ‖∇‖² / (4λ) bounds the gap.
  public let relativeGap: Double
  /// The objective of each column.
  public let columnObjectives: [Double]
  /// The relative gap of each column.
  public let columnGaps: [Double]

  /// Computes the certificate of weights (K × d) in the space of the samples.
  ///
  /// - Complexity: two products with X, O(K n d).
  /// - Source: Fercoq, Gramfort & Salmon, ICML 2015, §2 (gap from the scaled residual).
  public init(_ weights: Matrix, on data: LeastSquares, penalty: any Penalty, lambda: Double) {
    let scores = weights.timesTransposed(data.features)
    var residuals = data.targets
    for i in residuals.elements.indices { residuals.elements[i] -= scores.elements[i] }
    let gradients = residuals.times(data.features)
    var objectives: [Double] = []
    var gaps: [Double] = []
    var total = 0.0
    var error = 0.0
    for k in 0..<weights.rowCount {
      let r = residuals.row(k)
      let fit = squaredNorm(r)
      let gap = ColumnGap(
        squaredError: fit, residualDotTarget: dot(r, data.targets.row(k)), h: gradients.row(k).map { 2 * $0 },
        weights: weights.row(k), penalty: penalty, lambda: lambda)
      objectives.append(gap.objective)
      gaps.append(gap.relative)
      total += gap.absolute
      error += fit
    }
    columnObjectives = objectives
    columnGaps = gaps
    squaredError = error
    objective = objectives.reduce(0, +)
    relativeGap = objective > 0 ? total / objective : 0
  }
}

/// The duality gap of one column.
struct ColumnGap {
  let objective: Double
  let absolute: Double
  var relative: Double { objective > 0 ? absolute / objective : 0 }

  /// - Parameter h: 2Xᵀr.
  init(
    squaredError: Double, residualDotTarget: Double, h: [Double], weights: ArraySlice<Double>,
    penalty: any Penalty, lambda: Double
  ) {
    objective = squaredError + lambda * penalty.value(weights.span)
    if let norm = penalty as? any NormPenalty {
      let size = norm.dualNorm(h.span)
      // u = 2s·r is feasible for |s| ≤ λ / f°(h); the dual is a parabola in s with its top at rᵀy / ‖r‖².
      let bound = size > lambda ? lambda / size : 1
      let top = squaredError > 0 ? residualDotTarget / squaredError : 1
      let scale = size > 0 ? min(max(top, -bound), size > lambda ? bound : lambda / size) : top
      let dual = 2 * scale * residualDotTarget - scale * scale * squaredError
      absolute = max(0, objective - dual)
    } else {
      // ∇ = 2λw − h for f = ‖w‖²; a 2λ-strongly convex function lies within ‖∇‖² / 4λ of its minimum.
      var gradient = 0.0
      for (g, w) in zip(h, weights) {
        let slope = 2 * lambda * w - g
        gradient += slope * slope
      }
      absolute = lambda > 0 ? gradient / (4 * lambda) : (gradient > 0 ? .infinity : 0)
    }
  }
}
