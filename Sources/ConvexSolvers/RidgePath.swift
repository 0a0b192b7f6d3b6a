import ConvexFunctions
import Iteration
public import LinearAlgebra

/// Ridge regression at every strength, from the one eigendecomposition of the data.
///
///     W(λ) = YᵀX V (E + λ)⁻¹ Vᵀ,   XᵀX = V E Vᵀ
public struct RidgePath: Sendable {
  public let data: LeastSquares
  /// Left singular vectors U of X (n × r), one row per sample.
  private let samples: Matrix
  /// YᵀX V (K × r).
  private let correlations: Matrix
  /// YᵀU (K × r).
  private let coordinates: Matrix
  /// The part of each target that no weights can reach, (1 − UUᵀ)y (n × K), and 1 − 1/n − ‖uᵢ‖² of each
  /// sample; exactly zero where the rank of X is full.
  private let unreached: Matrix
  private let freedom: [Double]

  public init(_ data: LeastSquares) {
    self.data = data
    correlations = data.correlations.timesTransposed(data.directions)
    let roots = data.eigenvalues.map { $0.squareRoot() }
    var u = data.features.timesTransposed(data.directions)
    for i in 0..<u.rowCount {
      for (j, root) in roots.enumerated() { u[i, j] /= root }
    }
    samples = u
    coordinates = data.targets.times(u)
    let base = data.hasIntercept ? 1 : 0
    if data.eigenvalues.count + base >= data.sampleCount {
      unreached = Matrix(rows: data.sampleCount, columns: data.columnCount)
      freedom = [Double](repeating: 0, count: data.sampleCount)
    } else {
      let reached = u.timesTransposed(coordinates)
      var rest = data.targets.transposed
      for i in rest.elements.indices { rest.elements[i] -= reached.elements[i] }
      unreached = rest
      freedom = (0..<u.rowCount).map { max(0, 1 - Double(base) / Double(u.rowCount) - squaredNorm(u.row($0))) }
    }
  }

  /// W(λ) (K × d) alone.
  public func weights(_ lambda: Double) -> Matrix { shrunk(lambda).times(data.directions) }

  /// The solution at λ ≥ 0; at λ = 0 the least-squares solution of minimum norm.
  public func fit(_ lambda: Double) -> LinearFit {
    let weights = self.weights(lambda)
    let certificate = Certificate(weights, on: data, penalty: SquaredL2(), lambda: lambda)
    return LinearFit(
      weights: weights, intercept: data.intercept(for: weights), penalty: SquaredL2().name,
      structure: SquaredL2().structure, lambda: lambda,
      certificate: certificate, status: certificate.status(promised: 1e-6), algorithm: "eigendecomposition",
      iterations: 0)
  }

  /// The prediction of each sample by the model trained on all the others (n × K), exactly.
  ///
  ///     ŷᵢ⁽⁻ⁱ⁾ = yᵢ − Eᵢ,   E from `leftOutResiduals`
  ///
  /// - Complexity: O(n r K) per λ.
  /// - Source: Allen (1974), the PRESS statistic; Golub, Heath & Wahba (1979), eq. (1.3).
  public func leaveOneOut(_ lambda: Double) -> Matrix {
    var predictions = leftOutResiduals(lambda)
    for i in 0..<data.sampleCount {
      for k in 0..<data.columnCount {
        predictions[i, k] = data.targetMeans[k] + data.targets[k, i] - predictions[i, k]
      }
    }
    return predictions
  }

  /// What the model trained on all other samples misses of each of the given ones (m × K; nil: of all), exactly.
  ///
  ///     Eᵢ = (yᵢ − ŷᵢ) / (1 − hᵢ),   hᵢ = 1/n + xᵢᵀ(XᵀX + λ)⁻¹xᵢ
  ///
  /// The 1/n belongs to the intercept. Both residual and 1 − hᵢ are sums of terms λ/(e + λ) and of what lies
  /// outside the span of X, so that nothing cancels as λ → 0. Where 1 − hᵢ is zero (λ = 0, full rank) the
  /// sample determines its own fit and its prediction by the others is undefined: NaN. So is every prediction where the
  /// eigendecomposition did not converge.
  ///
  /// - Complexity: O(m r K) per λ.
  /// - Source: Allen (1974), the PRESS statistic; Golub, Heath & Wahba (1979), eq. (1.3).
  public func leftOutResiduals(of rows: [Int]? = nil, _ lambda: Double) -> Matrix {
    let kept = data.eigenvalues.map { lambda / ($0 + lambda) }
    var coefficients = coordinates
    for k in 0..<coefficients.rowCount {
      for (j, share) in kept.enumerated() { coefficients[k, j] *= share }
    }
    var residuals = (rows.map { samples.rows($0) } ?? samples).timesTransposed(coefficients)
    for place in 0..<residuals.rowCount {
      let i = rows?[place] ?? place
      var rest = freedom[i]
      for (u, share) in zip(samples.row(i), kept) { rest += u * u * share }
      let isKnown = rest > 0 && data.hasSpectrum
      for k in 0..<data.columnCount {
        residuals[place, k] = isKnown ? (residuals[place, k] + unreached[i, k]) / rest : .nan
      }
    }
    return residuals
  }

  /// (XᵀX + λ)⁻¹xᵢ of the given samples, one per row (m × d): the weights move by so much for each unit of target i.
  ///
  ///     W₋ᵢ = W − Eᵢ ((XᵀX + λ)⁻¹xᵢ)ᵀ,   E from `leftOutResiduals`
  ///
  /// are the weights (K × d) trained without sample i, exactly, with X centered.
  ///
  /// - Complexity: O(m r d) per λ.
  public func influences(of samples: [Int], _ lambda: Double) -> Matrix {
    var shares = self.samples.rows(samples)
    let factors = data.eigenvalues.map { $0.squareRoot() / ($0 + lambda) }
    for i in 0..<shares.rowCount {
      for (j, factor) in factors.enumerated() { shares[i, j] *= factor }
    }
    return shares.times(data.directions)
  }

  private func shrunk(_ lambda: Double) -> Matrix {
    var shrunk = correlations
    for k in 0..<shrunk.rowCount {
      for (i, value) in data.eigenvalues.enumerated() { shrunk[k, i] /= value + lambda }
    }
    return shrunk
  }
}
