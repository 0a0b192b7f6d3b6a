/// Features that share the deviation of their noise and the scale of their class means.
///
/// Coordinates of a group have class means scale · N(0, C) and noise of deviation sigma.
public struct FeatureGroup: Sendable, Equatable {
  /// How many features there are.
  public let count: Int
  /// σ_g.
  public let sigma: Double
  /// τ_g; 0 for features without signal.
  public let meanScale: Double

  public init(count: Int, sigma: Double, meanScale: Double) {
    self.count = count
    self.sigma = sigma
    self.meanScale = meanScale
  }
}
