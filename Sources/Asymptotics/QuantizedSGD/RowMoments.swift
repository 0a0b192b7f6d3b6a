import DataModels
import LinearAlgebra

/// What rounding makes of every row of a user's data, for `RowRecursion`.
///
/// x̃ = q + δ with q = E[x̃ | z] and independent δ of variance τ and central moments ξ = E δ³, φ = E δ⁴.
struct RowMoments: Sendable {
  /// q and τ (n × d); τ is nil where nothing is random.
  let means: Matrix
  let variances: Matrix?
  /// y (n).
  let targets: [Double]
  /// E 2qτ + ξ over roundings, row by row (n × d): what x̃² shares with δ.
  let shared: Matrix?
  /// Means over rows (d × d): τ τᵀ, q ξᵀ and y q τᵀ.
  let spread: Matrix?
  let skew: Matrix?
  let pull: Matrix?
  /// Means over rows (d): φ − τ² + 2qξ and y (2qτ + ξ).
  let ownSquare: [Double]
  let ownPull: [Double]
  /// E(1 + ζ)ᵏ of one factor for a row, k = 2, 3, 4; ones elsewhere.
  let factors: (second: Double, third: Double, fourth: Double)

  /// - Complexity: O(n d²).
  init(_ measured: MeasuredInputs, error: TargetError, draw: QuantizedRegression.DataDraw) {
    let (n, d) = (measured.rows.rowCount, measured.rows.columnCount)
    targets = (0..<n).map { dot(measured.rows.row($0), measured.weights[...]) + measured.residuals[$0] }
    let rounding = ConditionalMoments(error)
    if let factor = rounding.sharedFactor {
      (means, variances, shared, spread, skew, pull) = (measured.rows, nil, nil, nil, nil, nil)
      (ownSquare, ownPull) = ([Double](repeating: 0, count: d), [Double](repeating: 0, count: d))
      factors =
        draw == .shared
        ? factor : (factor.second, factor.second, factor.second * factor.second)
      return
    }
    factors = (1, 1, 1)
    var (q, tau, xi, both, weighted) = (
      measured.rows, measured.rows, measured.rows, measured.rows, measured.rows
    )
    var (square, own) = ([Double](repeating: 0, count: d), [Double](repeating: 0, count: d))
    for b in 0..<n {
      let row = rounding.moments(of: measured.rows.row(b))
      for i in 0..<d {
        let (m1, m2, m3, m4) = (row.first[i], row.second[i], row.third[i], row.fourth[i])
        let variance = max(0, m2 - m1 * m1)
        let third = m3 - 3 * m1 * m2 + 2 * m1 * m1 * m1
        let fourth = m4 - 4 * m1 * m3 + 6 * m1 * m1 * m2 - 3 * m1 * m1 * m1 * m1
        (q[b, i], tau[b, i], xi[b, i]) = (m1, variance, third)
        both[b, i] = 2 * m1 * variance + third
        weighted[b, i] = targets[b] * m1
        square[i] += (fourth - variance * variance + 2 * m1 * third) / Double(n)
        own[i] += targets[b] * both[b, i] / Double(n)
      }
    }
    means = q
    let isRandom = tau.elements.contains { $0 > 0 }
    variances = isRandom ? tau : nil
    guard isRandom, draw == .shared else {
      (shared, spread, skew, pull) = (nil, nil, nil, nil)
      (ownSquare, ownPull) = ([Double](repeating: 0, count: d), [Double](repeating: 0, count: d))
      return
    }
    func mean(_ a: Matrix, _ b: Matrix) -> Matrix {
      var product = a.transposedTimes(b)
      for i in product.elements.indices { product.elements[i] /= Double(n) }
      return product
    }
    shared = both
    spread = mean(tau, tau)
    skew = mean(q, xi)
    pull = mean(weighted, tau)
    (ownSquare, ownPull) = (square, own)
  }
}
