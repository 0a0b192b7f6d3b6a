/// Everything that `signbit compress` can be asked.
public struct CompressRequest: Sendable, Codable, Equatable {
  public var data = DataRequest()
  /// "linear", "random-features" and "binary-network"; nil takes the first two, or linear models alone where what is asked for
  /// concerns only them, and binary networks where a flag is about them.
  public var families: [String]?
  public var randomFeatures = RandomFeatureRequest()
  public var binaryNetworks = BinaryNetworkRequest()
  /// Names in the catalog of penalties.
  public var penalties = ["l2", "l1", "linf"]
  /// Names in the catalog of compressions; nil takes those that suit each penalty.
  public var formats: [String]?
  /// "plain" and "data-aware"; the latter concerns ridge in four bits and fewer.
  public var roundings = ["plain", "data-aware"]
  /// The share of each class's weights to set to zero in a sparse form of its own; nil for none.
  public var prune: Double?
  /// Strengths λ of ‖XWᵀ − Y‖²_F + λ Σₖ f(wₖ); nil lays a grid below λ_max.
  public var lambdas: [Double]?
  public var intercept = true
  /// A candidate's validation error must not exceed this.
  public var maxError: Double?
  /// A candidate's whole file must not exceed this.
  public var maxBytes: Int?
  /// A candidate's time per sample must not exceed this, in microseconds.
  public var maxLatency: Double?
  public var seed: UInt64 = 1

  /// Whether error, bytes or time are limited.
  public var hasBudget: Bool { maxError != nil || maxBytes != nil || maxLatency != nil }

  public init() {}
}
