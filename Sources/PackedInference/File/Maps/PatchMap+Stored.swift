import Activations
import FeatureMaps
import LinearAlgebra

/// Activation (1), height (4), width (4), side of the patches (4), outputs (4); one row of bits for each patch, then the
/// row (4) and column (4) of its first pixel.
extension PatchMap: StoredMap {
  static let code: UInt8 = 4

  var storedActivation: (any Activation)? { activation }
  var numberCount: Int { outputCount * (patchSide * patchSide + MapBudget.place) }

  var parameterBytes: [UInt8] {
    activationBytes(activation)
      + [image.height, image.width, patchSide, outputCount].flatMap { littleEndianBytes(UInt32($0)) }
  }

  var numberBytes: [UInt8] {
    signs.plainRows
      + corners.flatMap { littleEndianBytes(UInt32($0 / image.width)) + littleEndianBytes(UInt32($0 % image.width)) }
  }

  init(_ reader: inout ByteReader, _ origin: LayerOrigin, _ budget: inout MapBudget) throws {
    let activation = try ActivationCode.read(&reader)
    let image = ImageShape(height: try reader.number(bytes: 4), width: try reader.number(bytes: 4))
    let (side, outputs) = (try reader.number(bytes: 4), try reader.number(bytes: 4))
    let window = try MapBudget.square(side)
    try budget.check(outputs: outputs)
    try budget.take(outputs, window, more: MapBudget.place)
    switch origin {
    case .seed(let seed, let layer):
      try self.init(
        image: image, patchSide: side, outputCount: outputs, activation: activation, seed: seed, layer: layer)
    case .stored:
      let signs = try reader.signs(rows: outputs, columns: window)
      let places = try (0..<outputs).map { _ in
        (row: try reader.number(bytes: 4), column: try reader.number(bytes: 4))
      }
      try self.init(image: image, patchSide: side, activation: activation, signs: signs, places: places)
    }
  }
}
