public import DataModels
public import LinearAlgebra
import Quantization

/// Fourth moments of a user's rows z once rounded, over rows and roundings: what takes the place of Gaussian rules.
///
///     KA_ij = E (x̃ᵇᵢ)² zⱼ²,   KX_ij = E (x̃ᵇᵢ)² x̃ᶠⱼ zⱼ,   KC_ij = E (x̃ᵇᵢ)² (x̃ᶠⱼ)²,   noiseᵢ = E (x̃ᵇᵢ)² η²
///
/// Exact means for these rows. E (x̃ᵢ)² zⱼzₖ for j ≠ k, which is 0 for Gaussian inputs, is left out by the recursion.
///
/// - Source: `Documentation/QuantizedSGD.md`, section on rows.
public struct PairMoments: Sendable {
  /// KA, KX and KC (d × d).
  public var withInputs: Matrix
  public var withProducts: Matrix
  public var withSquares: Matrix
  /// E (x̃ᵇ)² η².
  public var noise: [Double]
  /// λᵇ, λᵐ and c, as in `DataMoments`.
  public var variance: [Double]
  public var crossVariance: [Double]
  public var covariance: [Double]

  /// - Complexity: O(n d²).
  init(_ measured: MeasuredInputs, error: TargetError, draw: QuantizedRegression.DataDraw) {
    let (n, d) = (measured.rows.rowCount, measured.rows.columnCount)
    let rounding = ConditionalMoments(error)
    let isShared = draw == .shared
    // Row b of each: E[x̃² | z], E[x̃ | z] z and z².
    var (squares, products, inputs) = (measured.rows, measured.rows, measured.rows)
    // What one coordinate has beyond the product of conditional means, as both factors share a draw.
    var (ownX, ownC, cross) = (
      [Double](repeating: 0, count: d), [Double](repeating: 0, count: d), [Double](repeating: 0, count: d)
    )
    for b in 0..<n {
      let row = rounding.moments(of: measured.rows.row(b))
      for i in 0..<d {
        let z = measured.rows[b, i]
        let (first, second) = (row.first[i], row.second[i])
        (squares[b, i], products[b, i], inputs[b, i]) = (second, first * z, z * z)
        cross[i] += isShared ? second : first * first
        ownX[i] += isShared ? (row.third[i] - second * first) * z : 0
        ownC[i] += isShared ? row.fourth[i] - second * second : 0
      }
    }
    func mean(_ other: Matrix) -> Matrix {
      var product = squares.transposedTimes(other)
      for i in product.elements.indices { product.elements[i] /= Double(n) }
      return product
    }
    withInputs = mean(inputs)
    withProducts = mean(products)
    withSquares = mean(squares)
    if let shared = rounding.sharedFactor, isShared {
      // One factor for a row: E(1 + ζ)³ and E(1 + ζ)⁴ in place of products of E(1 + ζ)².
      for i in withProducts.elements.indices {
        withProducts.elements[i] *= shared.third / shared.second
        withSquares.elements[i] *= shared.fourth / (shared.second * shared.second)
      }
    } else {
      for i in 0..<d {
        withProducts[i, i] += ownX[i] / Double(n)
        withSquares[i, i] += ownC[i] / Double(n)
      }
    }
    var (variance, covariance, noise) = (cross, cross, cross)
    for i in 0..<d {
      variance[i] = (0..<n).reduce(0) { $0 + squares[$1, i] } / Double(n)
      covariance[i] = (0..<n).reduce(0) { $0 + products[$1, i] } / Double(n)
      noise[i] = (0..<n).reduce(0) { $0 + squares[$1, i] * measured.residuals[$1] * measured.residuals[$1] } / Double(n)
    }
    (self.variance, self.covariance, self.noise) = (variance, covariance, noise)
    crossVariance = cross.map { $0 / Double(n) }
  }
}
