import DataModels
import LinearAlgebra

/// How a fit of strength κ reduces class means: (1 + K)⁻¹ with K = κ C N, N = diag(n₁ … n_k).
///
/// With N^½ C N^½ = Vᵀ diag(e) V one eigendecomposition serves every column, penalty and λ:
///
///     (1 + K)⁻¹ = N^−½ Vᵀ diag(1 / (1 + κ e)) V N^½
///
/// With an intercept β the residual means sum to zero, Σⱼ nⱼ bⱼ = 0, and R takes the place of the inverse:
///
///     R = (1 + K)⁻¹ − (1 + K)⁻¹ 1 · nᵀ(1 + K)⁻¹ / (nᵀ(1 + K)⁻¹ 1)
struct MeanResponse: Sendable {
  let intercept: Bool
  let sizes: [Double]
  let covariance: Matrix
  private let eigen: SymmetricEigen
  /// V N^½ 1.
  private let ones: [Double]

  init(_ setting: MixtureSetting) throws {
    intercept = setting.intercept
    sizes = setting.classSizes
    covariance = setting.mixture.meanCovariance
    let k = sizes.count
    var scaled = covariance
    for i in 0..<k { for j in 0..<k { scaled[i, j] *= (sizes[i] * sizes[j]).squareRoot() } }
    eigen = try SymmetricEigen(scaled)
    let vectors = eigen.vectors
    ones = MeanResponse.project(sizes.map { $0.squareRoot() }, vectors)
  }

  private static func project(_ x: [Double], _ vectors: Matrix) -> [Double] {
    (0..<vectors.rowCount).map { dot(vectors.row($0), x[...]) }
  }

  /// V N^½ y: a column of targets, to be reduced at any κ.
  func target(_ y: [Double]) -> [Double] {
    Self.project(zip(y, sizes).map { $0 * $1.squareRoot() }, eigen.vectors)
  }

  /// What is left of a target at κ.
  struct Residual: Sendable {
    /// In the basis of V.
    var coordinates: [Double]
    var intercept: Double
    /// (N b)ᵀ C (N b).
    var signal: Double
    /// Σⱼ nⱼ bⱼ².
    var square: Double
  }

  /// - Complexity: O(k).
  func residual(_ target: [Double], kappa: Double) -> Residual {
    var beta = 0.0
    if intercept {
      var (top, bottom) = (0.0, 0.0)
      for i in target.indices {
        let factor = 1 / (1 + kappa * max(0, eigen.values[i]))
        top += ones[i] * target[i] * factor
        bottom += ones[i] * ones[i] * factor
      }
      beta = top / bottom
    }
    var result = Residual(coordinates: target, intercept: beta, signal: 0, square: 0)
    for i in target.indices {
      let e = max(0, eigen.values[i])
      let u = (target[i] - beta * ones[i]) / (1 + kappa * e)
      result.coordinates[i] = u
      result.signal += e * u * u
      result.square += u * u
    }
    return result
  }

  /// b from its coordinates.
  func means(_ residual: Residual) -> [Double] {
    var b = [Double](repeating: 0, count: sizes.count)
    for i in sizes.indices { add(residual.coordinates[i], times: eigen.vectors.row(i), to: &b) }
    for j in b.indices { b[j] /= sizes[j].squareRoot() }
    return b
  }

  /// Row j of R, which without an intercept is (1 + K)⁻¹.
  func row(_ j: Int, kappa: Double) -> [Double] {
    let k = sizes.count
    let factors = eigen.values.map { 1 / (1 + kappa * max(0, $0)) }
    func inverseRow(_ left: [Double]) -> [Double] {
      // left in the basis of V: leftᵀ diag V N^½.
      var row = [Double](repeating: 0, count: k)
      for i in 0..<k { add(left[i] * factors[i], times: eigen.vectors.row(i), to: &row) }
      for l in 0..<k { row[l] *= sizes[l].squareRoot() }
      return row
    }
    let unit = (0..<k).map { eigen.vectors[$0, j] / sizes[j].squareRoot() }
    var row = inverseRow(unit)
    if intercept {
      let sum = row.reduce(0, +)
      // nᵀ(1 + K)⁻¹, as nᵀ N^−½ Vᵀ = onesᵀ.
      let sizesRow = inverseRow(ones)
      add(-sum / sizesRow.reduce(0, +), times: sizesRow[...], to: &row)
    }
    return row
  }
}
