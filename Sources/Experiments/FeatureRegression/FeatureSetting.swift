public import FeatureMaps

/// What one row of a simulation of random features is about.
public struct FeatureSetting: Sendable, Equatable {
  public let weights: DenseMap.Weights
  /// n.
  public let sampleCount: Int
  public let lambda: Double
  /// The name of the mirror.
  public let mirror: String
  /// 32 for the last layer as it is.
  public let lastLayerBits: Int

  public init(weights: DenseMap.Weights, sampleCount: Int, lambda: Double, mirror: String, lastLayerBits: Int) {
    self.weights = weights
    self.sampleCount = sampleCount
    self.lambda = lambda
    self.mirror = mirror
    self.lastLayerBits = lastLayerBits
  }
}
