public import LinearAlgebra

/// A ridge fit on random features, with what rounding to few bits needs to know about the data.
///
///     min over W, β of Σᵢ ‖W φ(xᵢ) + β − yᵢ‖² + λ ‖W‖²
public struct LastLayer: Sendable {
  /// One strength of the grid that was tried.
  public struct Point: Sendable, Equatable {
    /// λ in units of the mean diagonal of G.
    public let relativeLambda: Double
    public let lambda: Double
    /// The leave-one-out mean squared error per target; nil where G + λ could not be factored, or where a sample
    /// determines its own fit.
    public let squaredError: Double?
    /// The share of samples that the others label wrongly; nil also for real targets.
    public let errorRate: Double?
  }

  /// W (K × w).
  public let weights: Matrix
  public let intercept: [Double]
  public let lambda: Double
  /// The whole grid, in its order.
  public let path: [Point]
  /// Φ̄ (w), over all rows and copies.
  public let featureMeans: [Double]
  public let targetMeans: [Double]
  /// G = ΦᵀΦ of the centered features (w × w); nil where w is above `LastLayerFit.gramLimit` and above n.
  public let gram: Matrix?
  /// YᵀΦ, both centered (K × w).
  public let correlations: Matrix

  /// The intercept that goes with other weights (K × w): ȳ − W Φ̄. With compressed weights it takes out the bias.
  public func intercept(for weights: Matrix) -> [Double] {
    (0..<weights.rowCount).map { targetMeans[$0] - dot(weights.row($0), featureMeans[...]) }
  }
}
