import Activations
import FeatureMaps
import LinearAlgebra

/// Maps of every kind over sixteen inputs, whose sums are exact: sides and scales are powers of two.
enum SampleMaps {
  static let names = ["dense", "gaussian", "hadamard", "conv", "patch", "deep"]

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
    default:
      return try DeepMap(inputCount: 16, widths: [4, 3], activation: ReLU(), rotates: true, seed: seed)
    }
  }
}
