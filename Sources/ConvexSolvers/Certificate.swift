public import ConvexFunctions
import Iteration
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
  /// f°(Xᵀu) ≤ λ, dual value uᵀy − ‖u‖²/4. For an elastic net it is that of the
  /// lasso with d rows added. For ridge, strongly convex, ‖∇‖² / (4λ) bounds the gap; at
  /// λ = 0 it is ¼ ∇ᵀ(XᵀX)⁺∇. Infinite where any part of it is not a finite number.
  public let relativeGap: Double

  /// Computes the certificate of weights (K × d) in the space of the samples.
  ///
  /// - Complexity: two products with X, O(K n d).
  /// - Source: Fercoq, Gramfort & Salmon, ICML 2015, §2 (gap from the scaled residual).
  public init(_ weights: Matrix, on data: LeastSquares, penalty: any Penalty, lambda: Double) {
    let scores = weights.timesTransposed(data.features)
    var residuals = data.targets
    for i in residuals.elements.indices { residuals.elements[i] -= scores.elements[i] }
    let gradients = residuals.times(data.features)
    var sum = 0.0
    var total = 0.0
    var error = 0.0
    for k in 0..<weights.rowCount {
      let r = residuals.row(k)
      let fit = squaredNorm(r)
      let gap = ColumnGap(
        squaredError: fit, residualDotTarget: dot(r, data.targets.row(k)), h: gradients.row(k).map { 2 * $0 },
        weights: weights.row(k), problem: (penalty, lambda, data))
      sum += gap.objective
      total += gap.absolute
      error += fit
    }
    squaredError = error
    objective = sum
    relativeGap = relative(total, to: objective)
  }
}

extension Certificate {
  /// What may be said of a solution with this certificate, whatever its solver believed: converged only
  /// within the promised relative gap.
  func status(promised gap: Double) -> Outcome {
    guard relativeGap.isFinite else { return .diverged }
    return relativeGap <= gap ? .converged : .stepLimit
  }
}

/// A gap as a share of the objective; infinite unless both are finite, zero only where the gap is.
private func relative(_ gap: Double, to objective: Double) -> Double {
  guard gap.isFinite, objective.isFinite else { return .infinity }
  return gap == 0 ? 0 : objective > 0 ? gap / objective : .infinity
}

/// The duality gap of one column.
struct ColumnGap {
  let objective: Double
  /// Infinite where it is not a finite number.
  let absolute: Double
  var relative: Double { ConvexSolvers.relative(absolute, to: objective) }

  /// - Parameter h: 2Xᵀr.
  init(
    squaredError: Double, residualDotTarget: Double, h: [Double], weights: ArraySlice<Double>,
    problem: (penalty: any Penalty, lambda: Double, data: LeastSquares)
  ) {
    let (penalty, lambda, data) = problem
    objective = squaredError + lambda * penalty.value(weights.span)
    let gap: Double
    /// The dual value of a norm at the residual, scaled to be feasible: u = 2s·r with |s| ≤ λ / f°(h). The dual is a
    /// parabola in s with its top at rᵀy / ‖r‖².
    func dualValue(_ norm: any NormPenalty, _ lambda: Double, _ h: [Double], _ squaredError: Double) -> Double {
      let size = norm.dualNorm(h.span)
      let bound = size > 0 ? lambda / size : .infinity
      let top = squaredError > 0 ? residualDotTarget / squaredError : 1
      let scale = min(max(top, -bound), bound)
      return 2 * scale * residualDotTarget - scale * scale * squaredError
    }
    if let norm = penalty as? any NormPenalty {
      gap = objective - dualValue(norm, lambda, h, squaredError)
    } else if let net = penalty as? ElasticNet {
      // A lasso with the rows √μ 1 added, μ = λ(1 − a), whose residuals are −√μ w.
      let ridge = lambda * (1 - net.share)
      gap =
        objective
        - dualValue(
          L1(), lambda * net.share, zip(h, weights).map { $0 - 2 * ridge * $1 },
          squaredError + ridge * squaredNorm(weights))
    } else {
      // ∇ = 2λw − h for f = ‖w‖²; a 2λ-strongly convex function lies within ‖∇‖² / 4λ of its minimum.
      let gradient = zip(h, weights).map { 2 * lambda * $1 - $0 }
      if lambda > 0 {
        gap = squaredNorm(gradient[...]) / (4 * lambda)
      } else {
        let parts = Matrix(rows: 1, columns: gradient.count, elements: gradient).timesTransposed(data.directions)
        // Without directions nothing is known.
        gap =
          data.hasSpectrum
          ? zip(parts.elements, data.eigenvalues).reduce(0) { $0 + $1.0 * $1.0 / (4 * $1.1) } : .infinity
      }
    }
    // Rounding may put the dual value a little above the primal one; Swift's max would turn a NaN into 0.
    absolute = gap.isFinite && squaredError.isFinite && h.allSatisfy(\.isFinite) ? max(0, gap) : .infinity
  }
}
