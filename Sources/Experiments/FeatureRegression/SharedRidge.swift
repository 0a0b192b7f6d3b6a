import LinearAlgebra

/// Ridge regression of several targets on the same rows at any strength, without an intercept.
///
///     a = (ΦᵀΦ + λ)⁻¹Φᵀy where w ≤ n,   a = Φᵀ(ΦΦᵀ + λ)⁻¹y otherwise
///
/// λ = 0 is least squares or the interpolation of least norm; directions in which features do not vary, to rounding of
/// Float32, are left alone.
struct SharedRidge {
  private let features: Matrix
  /// The smaller of ΦᵀΦ and ΦΦᵀ.
  private let gram: Matrix
  /// YᵀΦ (T × w), or Yᵀ (T × n).
  private let right: Matrix
  private let isWide: Bool

  /// - Parameter labels: one row for each target (T × n).
  init(features: Matrix, labels: Matrix) {
    isWide = features.rowCount < features.columnCount
    self.features = features
    gram = isWide ? features.rowGram : features.gram
    right = isWide ? labels : labels.times(features)
  }

  /// The weights of each target (T × w).
  func weights(_ lambda: Double) throws -> Matrix {
    var system = gram
    for i in 0..<system.rowCount { system[i, i] += lambda }
    let solved: Matrix
    if let factor = Cholesky(system), factor.pivotRatio > 1e-10 {
      solved = Matrix(
        rows: right.rowCount, columns: right.columnCount,
        elements: (0..<right.rowCount).flatMap { factor.solve(Array(right.row($0))) })
    } else {
      // Features were rounded to Float32: eigenvalues below its square are noise.
      let eigen = try SymmetricEigen(system)
      let least = 1e-12 * (eigen.values.last ?? 0)
      var parts = right.timesTransposed(eigen.vectors)
      for t in 0..<parts.rowCount {
        for (i, value) in eigen.values.enumerated() { parts[t, i] = value > least ? parts[t, i] / value : 0 }
      }
      solved = parts.times(eigen.vectors)
    }
    return isWide ? solved.times(features) : solved
  }
}
