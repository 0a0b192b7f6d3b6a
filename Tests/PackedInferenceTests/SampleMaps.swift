import Activations
import FeatureMaps
import LinearAlgebra
import PackedInference

/// Maps of every kind over sixteen inputs, whose sums are exact: sides and scales are powers of two.
enum SampleMaps {
  /// Those that have a seed.
  static let seeded = ["dense", "gaussian", "hadamard", "conv", "patch", "deep"]
  static let names = seeded + ["binary", "binary-signs"]

  static func map(_ name: String, seed: UInt64 = 1) throws -> any FeatureMap {
    let image = ImageShape(height: 4, width: 4)
    switch name {
    case "dense": return try DenseMap(inputCount: 16, outputCount: 5, seed: seed)
    case "gaussian":
      return try DenseMap(inputCount: 16, outputCount: 5, weights: .gaussian, activation: Tanh(), seed: seed, layer: 3)
    case "hadamard": return try HadamardMap(inputCount: 16, outputCount: 20, activation: ReLU(), seed: seed)
    case "conv":
      return try ConvolutionMap(
        image: image, filterCount: 3, filterSide: 2, poolSide: 2, poolStride: 1, pooling: .count, activation: Sign(),
        seed: seed)
    case "patch":
      return try PatchMap(image: image, patchSide: 2, outputCount: 6, activation: Linear(), seed: seed)
    case "binary":
      // Two layers; the levels of the first have one range.
      return try DeepMap([
        binary(.levels(InputLevels(lows: [-0.75], steps: [0.25])), 5, 16, [-7, 0, 3, 10, -20], seed),
        binary(.signs, 3, 5, [-1, 1, 3], seed + 1),
      ])
    case "binary-signs": return try binary(.signs, 5, 16, [-16, -2, 0, 4, 17], seed)
    default:
      return try DeepMap(inputCount: 16, widths: [4, 3], activation: ReLU(), rotates: true, seed: seed)
    }
  }

  /// Random signs with given thresholds.
  static func binary(
    _ input: BinaryMap.Input, _ outputs: Int, _ inputs: Int, _ thresholds: [Int32], _ seed: UInt64
  ) throws -> BinaryMap {
    var stream = RandomStream(seed: seed).branch("binary", inputs)
    let signs = Matrix(rows: outputs, columns: inputs, elements: stream.signs(outputs * inputs))
    return try BinaryMap(input: input, signs: PackedSigns(signsOf: signs), thresholds: thresholds)
  }
}
