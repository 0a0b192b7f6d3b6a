public import LinearAlgebra

// What compressed weights ask of the data that they were trained on.
extension LeastSquares {
  /// XᵀX of the centered features (d × d).
  ///
  /// - Complexity: O(1) where the preparation kept it, else O(n d²).
  public var gramMatrix: Matrix { gram ?? features.gram }

  /// wₖᵀ XᵀX wₖ for each row of the weights (K × d): the variance of its scores over the training rows, times n.
  public func squaredScores(of weights: Matrix) -> [Double] {
    let product = timesGram(weights)
    return (0..<weights.rowCount).map { dot(weights.row($0), product.row($0)) }
  }

  /// The factor for each row of weights (K × d) that brings its scores nearest to the targets.
  ///
  ///     αₖ = argmin over α of Σᵢ (yᵢₖ − α wₖ·xᵢ)² = ⟨wₖ, Xᵀyₖ⟩ / ⟨wₖ, XᵀX wₖ⟩
  ///
  /// with centered X and y, so that a free intercept is fitted along. 1 for a row whose scores do not vary, or
  /// would have to be turned around.
  public func leastSquaresScales(of weights: Matrix) -> [Double] {
    zip(0..., squaredScores(of: weights)).map { k, variance in
      let factor = dot(weights.row(k), correlations.row(k)) / variance
      return factor > 0 && factor.isFinite ? factor : 1
    }
  }
}
