import LinearAlgebra
import Quantization

/// Rounds one weight after the other, each time moving the weights still to come so that they make up for the error.
///
/// With the factor H = U D Uᵀ, U unit upper triangular in the order of rounding,
///
///     δᵀHδ = Σⱼ Dⱼ (δⱼ + Σ_{l<j} U_lj δ_l)²,   δ = v − w
///
/// so that weight j, when those before it are fixed and those after it are free, is best rounded at
/// wⱼ − Σ_{l<j} U_lj δ_l. Those with the largest Hⱼⱼ go first: the last ones have nobody left to make up for them.
///
/// - Source: Chee et al., *QuIP* (2023), eq. (3) and thm. 1: the same numbers as GPTQ, without an inverse.
struct SequentialFeedback: Sendable {
  /// The features in the reverse of the order of rounding.
  private let order: [Int]
  /// The Cholesky factor L of H in that order (lower triangle): U and D read backwards.
  private let factor: Matrix

  /// Nil when H is not positive definite to working precision.
  init?(_ hessian: Matrix) {
    let size = hessian.rowCount
    order = (0..<size).sorted { (hessian[$0, $0], $0) < (hessian[$1, $1], $1) }
    var ordered = Matrix(rows: size, columns: size)
    for (a, i) in order.enumerated() {
      for b in 0...a { ordered[a, b] = hessian[i, order[b]] }
    }
    guard let factor = Cholesky(ordered)?.lowerTriangle else { return nil }
    self.factor = factor
  }

  /// The numbers of a format for weights w (d) at a scale.
  ///
  /// - Complexity: O(d² / 2).
  func round(_ weights: [Double], scale: Double, to format: some NumberFormat) -> [Double] {
    var numbers = [Double](repeating: 0, count: weights.count)
    // Σ L_ab δ_a over the weights a that are fixed already.
    var carry = [Double](repeating: 0, count: weights.count)
    for a in order.indices.reversed() {
      let j = order[a]
      numbers[j] = format.nearest((weights[j] - carry[a] / factor[a, a]) / scale)
      add(scale * numbers[j] - weights[j], times: factor.elements[factor.range(ofRow: a).prefix(a)], to: &carry)
    }
    return numbers
  }
}
