public import Activations
public import LinearAlgebra

/// φ(W x) with W of independent weights of mean 0 and variance 1/d.
///
///     φ((1/√d) Σⱼ Wᵣⱼ xⱼ),   W ±1 or standard Gaussians
///
/// Sums come before the factor 1/√d, so that with integer inputs and one-bit weights they are exact up to 2²⁴.
///
/// - Complexity: O(w d) for each row. One row of one-bit weights reads bits, many are a Float32 product.
public struct DenseMap: FeatureMap {
  /// The law of the weights.
  public enum Weights: String, Sendable, CaseIterable {
    case oneBit = "one-bit"
    case gaussian
  }

  public let weights: Weights
  public let activation: any Activation
  public let inputCount: Int
  public let outputCount: Int
  public let seed: UInt64
  /// Which layer of a deep map it is, from 0.
  public let layer: Int
  private let scale: Float
  private let signs: PackedSigns?
  /// W in Float32, for many rows (w × d).
  private let matrix: FloatMatrix

  /// - Throws: a `Refusal` of kind `usage` for a width below 1 or absurdly large.
  public init(
    inputCount: Int, outputCount: Int, weights: Weights = .oneBit, activation: any Activation = ReLU(), seed: UInt64,
    layer: Int = 0
  ) throws {
    try MapLimits.check("the inputs of a map", inputCount)
    try MapLimits.check("the width of a map", outputCount)
    try MapLimits.checkWeights(outputCount, inputCount)
    self.weights = weights
    self.activation = activation
    self.inputCount = inputCount
    self.outputCount = outputCount
    self.seed = seed
    self.layer = layer
    scale = 1 / Float(inputCount).squareRoot()
    let random = SeededWeights(seed: seed, layer: layer)
    switch weights {
    case .oneBit:
      signs = random.packedSigns(rows: outputCount, columns: inputCount)
      matrix = random.signs(rows: outputCount, columns: inputCount)
    case .gaussian:
      signs = nil
      matrix = random.gaussians(rows: outputCount, columns: inputCount)
    }
  }

  public var name: String { "dense" }
  public var storedBits: Int { outputCount * inputCount * (weights == .oneBit ? 1 : 32) }

  public func features(of rows: FloatMatrix) -> FloatMatrix {
    precondition(rows.columnCount == inputCount)
    var sums: FloatMatrix
    if rows.rowCount == 1, let signs {
      sums = FloatMatrix(rows: 1, columns: outputCount, elements: signs.multiply(rows.elements))
    } else {
      sums = rows.timesTransposed(matrix)
    }
    sums.activate(scale: scale, activation)
    return sums
  }
}
