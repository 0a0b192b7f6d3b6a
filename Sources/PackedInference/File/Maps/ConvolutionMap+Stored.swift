import Activations
import FeatureMaps
import LinearAlgebra
import Messages

/// Activation (1), pooling (1), height (4), width (4), filters (4), their side (4), side (4) and stride (4) of the
/// windows; one row of bits for each filter.
extension ConvolutionMap: StoredMap {
  static let code: UInt8 = 3
  private static let poolings: [Pooling] = [.mean, .count]

  var storedActivation: (any Activation)? { activation }
  var numberCount: Int { storedBits }

  var parameterBytes: [UInt8] {
    activationBytes(activation) + [UInt8(Self.poolings.firstIndex(of: pooling)!)]
      + [image.height, image.width, filterCount, filterSide, poolSide, poolStride].flatMap {
        littleEndianBytes(UInt32($0))
      }
  }

  var numberBytes: [UInt8] { signs.plainRows }

  init(_ reader: inout ByteReader, _ origin: LayerOrigin, _ budget: inout MapBudget) throws {
    let activation = try ActivationCode.read(&reader)
    let pooling = Int(try reader.byte())
    guard Self.poolings.indices.contains(pooling) else {
      throw Refusal.input("the map of the model pools in way \(pooling), which this version does not know")
    }
    let image = ImageShape(height: try reader.number(bytes: 4), width: try reader.number(bytes: 4))
    let (filters, side) = (try reader.number(bytes: 4), try reader.number(bytes: 4))
    let (poolSide, poolStride) = (try reader.number(bytes: 4), try reader.number(bytes: 4))
    let window = try MapBudget.square(side)
    // A filter has at least one window.
    try budget.check(outputs: filters)
    try budget.take(filters, window)
    switch origin {
    case .seed(let seed, let layer):
      try self.init(
        image: image, filterCount: filters, filterSide: side, poolSide: poolSide, poolStride: poolStride,
        pooling: Self.poolings[pooling], activation: activation, seed: seed, layer: layer)
    case .stored:
      try self.init(
        image: image, signs: try reader.signs(rows: filters, columns: window), filterSide: side,
        poolSide: poolSide, poolStride: poolStride, pooling: Self.poolings[pooling], activation: activation)
    }
  }
}
