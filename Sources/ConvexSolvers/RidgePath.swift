import ConvexFunctions
import Iteration
public import LinearAlgebra

/// Ridge regression at every strength, from the one eigendecomposition of the data.
///
///     W(λ) = YᵀX V (E + λ)⁻¹ Vᵀ,   XᵀX = V E Vᵀ
public struct RidgePath: Sendable {
  private let data: LeastSquares
  /// X V (n × r): the samples in the eigenbasis.
  private let samples: Matrix
  /// YᵀX V (K × r).
  private let correlations: Matrix

  public init(_ data: LeastSquares) {
    self.data = data
    samples = data.features.timesTransposed(data.directions)
    correlations = data.correlations.timesTransposed(data.directions)
  }

  /// The solution at λ ≥ 0; at λ = 0 the least-squares solution of minimum norm.
  public func fit(_ lambda: Double) -> LinearFit {
    let weights = shrunk(lambda).times(data.directions)
    let certificate = Certificate(weights, on: data, penalty: SquaredL2(), lambda: lambda)
    return LinearFit(
      weights: weights, intercept: data.intercept(for: weights), penalty: SquaredL2().name, lambda: lambda,
      certificate: certificate, status: .converged, algorithm: "eigendecomposition", iterations: 0)
  }

  /// The prediction of each sample by the model trained on all the others (n × K), exactly.
  ///
  ///     ŷᵢ⁽⁻ⁱ⁾ = yᵢ − (yᵢ − ŷᵢ) / (1 − hᵢ),   hᵢ = 1/n + xᵢᵀ(XᵀX + λ)⁻¹xᵢ
  ///
  /// The 1/n belongs to the intercept. Where hᵢ reaches 1 the sample determines its own fit and its
  /// prediction by the others is undefined: NaN.
  ///
  /// - Complexity: O(n r K) per λ.
  /// - Source: Allen (1974), the PRESS statistic; Golub, Heath & Wahba (1979), eq. (1.3).
  public func leaveOneOut(_ lambda: Double) -> Matrix {
    let fitted = samples.timesTransposed(shrunk(lambda))
    let inverse = data.eigenvalues.map { 1 / ($0 + lambda) }
    let base = data.hasIntercept ? 1 / Double(data.sampleCount) : 0
    var predictions = Matrix(rows: data.sampleCount, columns: data.columnCount)
    for i in 0..<data.sampleCount {
      var leverage = base
      for (z, share) in zip(samples.row(i), inverse) { leverage += z * z * share }
      let rest = 1 - leverage
      for k in 0..<data.columnCount {
        let y = data.targets[k, i]
        predictions[i, k] = rest > 1e-12 ? data.targetMeans[k] + y - (y - fitted[i, k]) / rest : .nan
      }
    }
    return predictions
  }

  private func shrunk(_ lambda: Double) -> Matrix {
    var shrunk = correlations
    for k in 0..<shrunk.rowCount {
      for (i, value) in data.eigenvalues.enumerated() { shrunk[k, i] /= value + lambda }
    }
    return shrunk
  }
}
