import Activations
import FeatureMaps
import Messages

/// One map to be tried: its first step, and the widths of its layers.
struct MapPlan: Sendable {
  let kind: RandomFeatureSettings.MapKind
  /// As asked for; a convolution comes as near as whole filters allow.
  let widths: [Int]

  /// What people call it: "conv 4032", "dense 400x300".
  var text: String { "\(kind.rawValue) \(widths.map(String.init).joined(separator: "x"))" }

  /// The map itself.
  ///
  /// - Throws: a `Refusal` of kind `usage` where it cannot be on these images.
  func map(
    inputs: Int, image: ImageShape?, _ settings: RandomFeatureSettings, seed: UInt64
  ) throws -> any FeatureMap {
    let activation = settings.activation ?? ReLU()
    var layers: [any FeatureMap] = []
    if settings.rotates, !kind.readsImages { layers.append(try RotationMap(inputCount: inputs, seed: seed)) }
    let count = layers.last?.outputCount ?? inputs
    switch kind {
    case .dense:
      layers.append(
        try DenseMap(
          inputCount: count, outputCount: widths[0], weights: settings.weights, activation: activation, seed: seed))
    case .hadamard:
      layers.append(try HadamardMap(inputCount: count, outputCount: widths[0], activation: activation, seed: seed))
    case .conv:
      let image = try shape(image)
      let windows = try WindowLayout(image, filter: settings.filter)
      layers.append(
        try ConvolutionMap(
          image: image, filterCount: max(1, (widths[0] + windows.count / 2) / windows.count),
          filterSide: windows.filter, poolSide: windows.pool, poolStride: windows.stride, pooling: settings.pooling,
          activation: settings.pooling == .count ? Sign() : activation, seed: seed))
    case .patch:
      let image = try shape(image)
      layers.append(
        try PatchMap(
          image: image, patchSide: try WindowLayout(image, filter: settings.filter).filter, outputCount: widths[0],
          activation: activation, seed: seed))
    }
    for (index, width) in widths.enumerated().dropFirst() {
      layers.append(
        try DenseMap(
          inputCount: layers[layers.count - 1].outputCount, outputCount: width, weights: settings.weights,
          activation: activation, seed: seed, layer: index))
    }
    let map: any FeatureMap = layers.count == 1 ? layers[0] : try DeepMap(layers)
    return settings.storesBits ? map.withStoredNumbers : map
  }

  private func shape(_ image: ImageShape?) throws -> ImageShape {
    guard let image else {
      throw Refusal.usage("the map \(kind.rawValue) reads images; say which with --image HEIGHTxWIDTH")
    }
    return image
  }
}
