/// Everything that `signbit simulate features` can be asked.
public struct SimulateFeaturesRequest: Sendable, Codable, Equatable {
  public var model = FeatureModelRequest()
  public var trials = 40
  /// Fresh inputs for the test error of each trial.
  public var testSamples = 2000
  /// Teachers and noises for each map.
  public var teachersPerDraw = 1
  /// Rows of a batch of mirror descent; nil: 32, or all with λ > 0.
  public var batch: Int?
  /// η of mirror descent, for ½ (a·φ − y)² averaged over a batch; nil: automatic.
  public var stepSize: Double?
  /// The most passes of mirror descent over the samples.
  public var passes = 20_000
  public var seed: UInt64 = 1

  public init() {}
}
