import Activations
import FeatureMaps
import LinearAlgebra

/// Activation (1), outputs (4), inputs (4); one row of bits for each diagonal.
extension HadamardMap: StoredMap {
  static let code: UInt8 = 2

  var storedActivation: (any Activation)? { activation }
  var numberCount: Int { storedBits }

  var parameterBytes: [UInt8] {
    activationBytes(activation) + littleEndianBytes(UInt32(outputCount)) + littleEndianBytes(UInt32(inputCount))
  }

  var numberBytes: [UInt8] { signs.plainRows }

  init(_ reader: inout ByteReader, _ origin: LayerOrigin, _ budget: inout MapBudget) throws {
    let activation = try ActivationCode.read(&reader)
    let (outputs, inputs) = (try reader.number(bytes: 4), try reader.number(bytes: 4))
    let (rows, side) = try Self.diagonalShape(inputCount: inputs, outputCount: outputs)
    try budget.check(outputs: outputs)
    try budget.take(rows, side)
    switch origin {
    case .seed(let seed, let layer):
      try self.init(inputCount: inputs, outputCount: outputs, activation: activation, seed: seed, layer: layer)
    case .stored:
      try self.init(
        inputCount: inputs, outputCount: outputs, activation: activation,
        diagonals: try reader.signs(rows: rows, columns: side))
    }
  }
}
