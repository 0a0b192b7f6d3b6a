import ConvexFunctions
import Iteration
import LinearAlgebra

/// Ridge regression at a single strength, without an eigendecomposition.
///
///     W = YᵀX (XᵀX + λ)⁻¹ where d ≤ n,   W = Yᵀ(XXᵀ + λ)⁻¹ X otherwise
///
/// - Complexity: O(min(n, d)³/3 + K min(n, d)²) and one product with X, beside the Gram matrix.
struct SingleRidge {
  /// Nil where the certificate is above what is promised, or the matrix is not positive definite to
  /// rounding: features of very different scales under a small λ.
  static func fit(_ data: LeastSquares, _ lambda: Double) -> LinearFit? {
    var system = data.smallGram
    for i in 0..<system.rowCount { system[i, i] += lambda }
    guard lambda > 0, let factor = Cholesky(system) else { return nil }
    let isPrimal = data.featureCount <= data.sampleCount
    let right = isPrimal ? data.correlations : data.targets
    var weights = Matrix(
      rows: right.rowCount, columns: right.columnCount,
      elements: (0..<right.rowCount).flatMap { factor.solve(Array(right.row($0))) })
    if !isPrimal { weights = weights.times(data.features) }
    let certificate = Certificate(weights, on: data, penalty: SquaredL2(), lambda: lambda)
    guard certificate.status(promised: 1e-9) == .converged else { return nil }
    return LinearFit(
      weights: weights, intercept: data.intercept(for: weights), penalty: SquaredL2().name,
      structure: SquaredL2().structure, lambda: lambda, certificate: certificate, status: .converged,
      algorithm: "Cholesky", iterations: 0)
  }
}
