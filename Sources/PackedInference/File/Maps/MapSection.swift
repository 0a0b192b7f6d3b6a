import FeatureMaps
import LinearAlgebra
import Messages

/// The bytes of the section *map*: the number of layers (1), then each of them.
///
/// | bytes | what |
/// |---|---|
/// | 1 | the kind of the map |
/// | 1 | the version of the random streams: 1; or 0 where the numbers are stored |
/// | 8, 2 | version 1 only: the seed, and the number of the layer plus 1 |
/// | … | the parameters of the kind |
/// | … | version 0 only: the random numbers |
enum MapSection {
  static let kinds: [any StoredMap.Type] = [
    DenseMap.self, HadamardMap.self, ConvolutionMap.self, PatchMap.self, RotationMap.self, BinaryMap.self,
  ]
  /// The version of `Documentation/RandomStreams.md`.
  static let streamVersion: UInt8 = 1
  /// More layers than this are no model of ours.
  static let largestLayerCount = 16

  /// - Throws: a `Refusal` of kind `input` for a map that no file can hold.
  static func check(_ map: any FeatureMap) throws {
    guard map.layers.count <= largestLayerCount else {
      throw Refusal.input("a map of \(map.layers.count) layers cannot be stored; at most \(largestLayerCount) can")
    }
    var budget = MapBudget()
    for layer in map.layers {
      guard let stored = layer as? any StoredMap else {
        throw Refusal.input("a map of kind \"\(layer.name)\" cannot be stored in a model file")
      }
      if case .seed(_, let number) = stored.origin, !(-1..<0xFFFF).contains(number) {
        throw Refusal.input("a layer of number \(number) cannot be stored; numbers end at 65534")
      }
      try budget.take(1, stored.numberCount)
      if let activation = stored.storedActivation { _ = try ActivationCode.code(of: activation) }
    }
  }

  static func bytes(_ map: any FeatureMap) -> [UInt8] {
    var bytes = [UInt8(map.layers.count)]
    for layer in map.layers {
      guard let stored = layer as? any StoredMap else { preconditionFailure("a model has checked its map") }
      bytes.append(type(of: stored).code)
      switch stored.origin {
      case .seed(let seed, let number):
        bytes.append(streamVersion)
        bytes += littleEndianBytes(seed) + littleEndianBytes(UInt16(number + 1)) + stored.parameterBytes
      case .stored:
        bytes.append(0)
        bytes += stored.parameterBytes + stored.numberBytes
      }
    }
    return bytes
  }

  /// - Parameter columns: Those of W.
  /// - Throws: a `Refusal` of kind `input`; parameters are checked before numbers are drawn.
  static func decode(_ bytes: ArraySlice<UInt8>, columns: Int) throws -> any FeatureMap {
    var reader = ByteReader(bytes)
    var budget = MapBudget()
    let count = try reader.number(bytes: 1)
    guard (1...largestLayerCount).contains(count) else {
      throw Refusal.input("the map of the model has \(count) layers; 1 to \(largestLayerCount) are possible")
    }
    var layers: [any FeatureMap] = []
    do {
      for index in 0..<count {
        if index == count - 1 { budget.largestOutputCount = columns }
        let (code, version) = (try reader.byte(), try reader.byte())
        guard let kind = kinds.first(where: { $0.code == code }) else {
          throw Refusal.input("the model has a map of kind \(code), which this version does not know")
        }
        guard version <= streamVersion else {
          throw Refusal.input(
            "the map of the model is drawn from random streams of version \(version), which this program does not know")
        }
        var origin = LayerOrigin.stored
        if version != 0 {
          let seed = try reader.bytes(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
          origin = .seed(seed, layer: try reader.number(bytes: 2) - 1)
        }
        layers.append(try kind.init(&reader, origin, &budget))
      }
      try reader.finish("the map")
      return layers.count == 1 ? layers[0] : try DeepMap(layers)
    } catch let refusal as Refusal where refusal.kind == .usage {
      // Maps refuse settings; here a file made them.
      throw Refusal.input("the map of the model cannot be: \(refusal.message)")
    }
  }
}
