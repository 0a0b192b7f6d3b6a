import ConvexFunctions
import ConvexSolvers
import LinearAlgebra

/// min ‖XWᵀ − Y‖²_F + λ Σ f(wₖ) at one strength or along a path.
struct SolverProblem: Sendable {
  /// "small/l1/0.01", "path/l1".
  let name: String
  let data: LeastSquares
  let penalty: any Penalty
  /// Decreasing.
  let lambdas: [Double]

  /// ‖XWᵀ − Y‖²_F + λ Σ f(wₖ) and what is known about it, for any contender, from W alone.
  func certificates(_ weights: [Matrix]) -> [Certificate] {
    zip(weights, lambdas).map { Certificate($0, on: data, penalty: penalty, lambda: $1) }
  }
}
