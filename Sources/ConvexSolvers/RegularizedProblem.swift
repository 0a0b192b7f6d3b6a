public import ConvexFunctions

/// min over W of ‖XWᵀ − Y‖²_F + λ Σₖ f(wₖ).
public struct RegularizedProblem: Sendable {
  public let data: LeastSquares
  public let penalty: any PolyhedralPenalty
  public let lambda: Double

  public init(_ data: LeastSquares, penalty: any PolyhedralPenalty, lambda: Double) {
    self.data = data
    self.penalty = penalty
    self.lambda = lambda
  }
}
