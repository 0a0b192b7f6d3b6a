public import Activations
public import LinearAlgebra
import Messages

/// Maps one after the other: x ↦ φ_L(… φ_1(x)).
public struct DeepMap: FeatureMap {
  /// Those of deep maps among them singly.
  public private(set) var layers: [any FeatureMap]

  /// - Throws: a `Refusal` of kind `usage` for no layers, or where one does not fit the one before it.
  public init(_ layers: [any FeatureMap]) throws {
    guard !layers.isEmpty else { throw Refusal.usage("a deep map has at least one layer") }
    for (i, (before, after)) in zip(layers, layers.dropFirst()).enumerated()
    where before.outputCount != after.inputCount {
      throw Refusal.usage(
        "layer \(i + 2) of a deep map takes \(after.inputCount) inputs, but layer \(i + 1) has \(before.outputCount) outputs"
      )
    }
    self.layers = layers.flatMap(\.layers)
  }

  /// Dense layers of the given widths; all of them read one seed, each with its own number.
  ///
  /// - Parameters:
  ///   - widths: The outputs of each layer, the first one first.
  ///   - rotates: Whether a random rotation comes before them.
  /// - Throws: a `Refusal` of kind `usage` for no layers or a width below 1 or absurdly large.
  public init(
    inputCount: Int, widths: [Int], weights: DenseMap.Weights = .oneBit, activation: any Activation = ReLU(),
    rotates: Bool = false, seed: UInt64
  ) throws {
    var layers: [any FeatureMap] = rotates ? [try RotationMap(inputCount: inputCount, seed: seed)] : []
    for (layer, width) in widths.enumerated() {
      layers.append(
        try DenseMap(
          inputCount: layers.last?.outputCount ?? inputCount, outputCount: width, weights: weights,
          activation: activation, seed: seed, layer: layer))
    }
    guard !widths.isEmpty else { throw Refusal.usage("a deep map has at least one layer") }
    try self.init(layers)
  }

  public var name: String { layers.map(\.name).joined(separator: "+") }
  public var inputCount: Int { layers[0].inputCount }
  public var outputCount: Int { layers[layers.count - 1].outputCount }
  public var storedBits: Int { layers.reduce(0) { $0 + $1.storedBits } }

  public var origin: LayerOrigin { layers[0].origin }

  public var withStoredNumbers: DeepMap {
    var copy = self
    copy.layers = layers.map { $0.withStoredNumbers }
    return copy
  }

  public func features(of rows: FloatMatrix) -> FloatMatrix {
    layers.reduce(rows) { $1.features(of: $0) }
  }
}
