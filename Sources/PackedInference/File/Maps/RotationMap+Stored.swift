import Activations
import FeatureMaps
import LinearAlgebra
import Messages

/// Inputs (4); one row of bits.
extension RotationMap: StoredMap {
  static let code: UInt8 = 5

  var storedActivation: (any Activation)? { nil }
  var numberCount: Int { inputCount }
  var parameterBytes: [UInt8] { littleEndianBytes(UInt32(inputCount)) }
  var numberBytes: [UInt8] { signs.plainRows }

  init(_ reader: inout ByteReader, _ origin: LayerOrigin, _ budget: inout MapBudget) throws {
    let inputs = try reader.number(bytes: 4)
    try budget.check(outputs: inputs)
    try budget.take(1, inputs)
    switch origin {
    case .seed(let seed, let layer):
      guard layer == -1 else {
        throw Refusal.input("the rotation of the model is layer \(layer); rotations are layer -1")
      }
      try self.init(inputCount: inputs, seed: seed)
    case .stored:
      try self.init(signs: try reader.signs(rows: 1, columns: inputs))
    }
  }
}
