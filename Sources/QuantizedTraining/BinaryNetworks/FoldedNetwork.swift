public import FeatureMaps
import LinearAlgebra
import PackedInference
public import Quantization

/// A trained network with its normalizations folded into integer thresholds: what a model file holds.
///
///     γ (a − mean) / deviation + β ≥ 0   ⟺   a ≥ t where γ > 0,   −a ≥ t where γ < 0
///
/// The sums a are whole numbers, hence so is t; where γ < 0 the signs of the row are exchanged.
public struct FoldedNetwork: Sendable {
  /// The hidden layers.
  public let map: any FeatureMap
  /// The last layer and what is added to its sums.
  public let weights: QuantizedMatrix
  public let intercept: [Float]

  public init(_ network: BinaryNetwork) throws {
    let maps = try network.layers.enumerated().map { index, layer in
      try Self.map(layer, index == 0 ? .levels(network.levels) : .signs)
    }
    map = maps.count == 1 ? maps[0] : try DeepMap(maps)
    let (numbers, offsets) = network.output.stored
    let deviations = network.loss.deviations
    weights = QuantizedMatrix(numbers: numbers.numbers, scales: zip(numbers.scales, deviations).map { $0 * $1 })
    intercept = offsets.indices.map { Float(Double(offsets[$0]) * deviations[$0] + network.loss.means[$0]) }
  }

  private static func map(_ layer: BinaryNetwork.Layer, _ input: BinaryMap.Input) throws -> BinaryMap {
    var signs = layer.weights.signs.widened
    let largest = BinaryMap.largestSum(input, signs.columnCount)
    let thresholds = (0..<signs.rowCount).map { r in
      let threshold = IntegerThreshold(layer.normalization, unit: r, largest: largest)
      if threshold.exchangesSigns { for j in 0..<signs.columnCount { signs[r, j] = -signs[r, j] } }
      return Int32(threshold.value)
    }
    return try BinaryMap(input: input, signs: PackedSigns(signsOf: signs), thresholds: thresholds)
  }
}
