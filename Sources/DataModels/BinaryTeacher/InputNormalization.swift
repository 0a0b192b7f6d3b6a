import LinearAlgebra
import Messages

/// What is done to the rows of the inputs, feature by feature, from their own mean and variance.
public enum InputNormalization: String, Sendable, CaseIterable, Codable {
  case none
  /// z − μ.
  case center
  /// (z − μ) / s.
  case standardize
  /// Σ^(−1/2) (z − μ), the symmetric root; in the backward product alone Σ⁻¹ (z − μ).
  case whiten
  /// Clipped to the middle 98 % of each feature, then standardized.
  case winsorize

  /// Where it acts.
  public enum Place: String, Sendable, CaseIterable, Codable {
    /// On what teacher and network see.
    case network
    /// On the inputs of the backward product alone.
    case backward
  }

  /// The rows, normalized (row by row, n columns). A feature that is constant becomes 0 where it is scaled.
  ///
  /// - Throws: a `Refusal` of kind `input` where the eigenvalues of the covariance do not converge.
  func applied(to rows: [Float], columns n: Int, at place: Place) throws -> [Float] {
    switch self {
    case .none: return rows
    case .center: return centered(rows, n)
    case .standardize: return standardized(rows, n)
    case .winsorize: return standardized(winsorized(rows, n), n)
    case .whiten:
      let rows = centered(rows, n)
      return times(rows, try covariancePower(rows, n, place == .network ? -0.5 : -1), n)
    }
  }

  private func centered(_ rows: [Float], _ n: Int) -> [Float] {
    var rows = rows
    let count = rows.count / n
    var means = [Double](repeating: 0, count: n)
    for i in 0..<count { for j in 0..<n { means[j] += Double(rows[i * n + j]) } }
    let shifts = means.map { Float($0 / Double(count)) }
    for i in 0..<count { for j in 0..<n { rows[i * n + j] -= shifts[j] } }
    return rows
  }

  private func standardized(_ rows: [Float], _ n: Int) -> [Float] {
    var rows = centered(rows, n)
    let count = rows.count / n
    var squares = [Double](repeating: 0, count: n)
    for i in 0..<count { for j in 0..<n { squares[j] += Double(rows[i * n + j]) * Double(rows[i * n + j]) } }
    let factors = squares.map { $0 > 0 ? Float(1 / ($0 / Double(count)).squareRoot()) : 0 }
    for i in 0..<count { for j in 0..<n { rows[i * n + j] *= factors[j] } }
    return rows
  }

  private func winsorized(_ rows: [Float], _ n: Int) -> [Float] {
    var rows = rows
    let count = rows.count / n
    for j in 0..<n {
      let sorted = (0..<count).map { rows[$0 * n + j] }.sorted()
      let (low, high) = (sorted[(count - 1) / 100], sorted[count - 1 - (count - 1) / 100])
      for i in 0..<count { rows[i * n + j] = min(max(rows[i * n + j], low), high) }
    }
    return rows
  }

  /// Σ to a negative power; directions of no variance stay out.
  private func covariancePower(_ rows: [Float], _ n: Int, _ exponent: Double) throws -> Matrix {
    var covariance = Matrix(rows: n, columns: n)
    covariance.addGram(of: FloatMatrix(rows: rows.count / n, columns: n, elements: rows))
    let eigen = try SymmetricEigen(covariance)
    let count = Double(rows.count / n)
    var scaled = eigen.vectors
    for i in 0..<n {
      let value = eigen.values[i] / count
      let factor = value > 1e-10 * eigen.values[n - 1] / count ? power(value, exponent) : 0
      for j in 0..<n { scaled[i, j] *= factor }
    }
    return eigen.vectors.transposedTimes(scaled)
  }

  private func times(_ rows: [Float], _ matrix: Matrix, _ n: Int) -> [Float] {
    FloatMatrix(rows: rows.count / n, columns: n, elements: rows).times(
      FloatMatrix(rows: n, columns: n, elements: matrix.elements.map { Float($0) })
    ).elements
  }
}
