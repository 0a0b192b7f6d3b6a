/// Everything that `signbit theory features` can be asked.
public struct TheoryFeaturesRequest: Sendable, Codable, Equatable {
  public var model = FeatureModelRequest()
  /// The user's own rows: then learning curves on random features of them answer, and of the model count only the
  /// widths, the activation and the law of the weights.
  public var data: DataRequest?
  /// n of the learning curves; nil spreads seven over the pool.
  public var dataSamples: [Int]?
  /// λ of the learning curves; nil is a hundredth of the last width.
  public var dataLambdas: [Double]?
  public var seed: UInt64 = 1

  public init() {}
}
