import Activations
import FeatureMaps
import LinearAlgebra
import Messages

/// Weights (1), activation (1), outputs (4), inputs (4); one row of bits or floats for each output.
extension DenseMap: StoredMap {
  static let code: UInt8 = 1
  private static let laws: [Weights] = [.oneBit, .gaussian]

  var storedActivation: (any Activation)? { activation }
  var numberCount: Int { inputCount * outputCount }

  var parameterBytes: [UInt8] {
    [UInt8(Self.laws.firstIndex(of: weights)!)] + activationBytes(activation) + littleEndianBytes(UInt32(outputCount))
      + littleEndianBytes(UInt32(inputCount))
  }

  var numberBytes: [UInt8] {
    switch numbers {
    case .signs(let signs): signs.plainRows
    case .gaussians(let matrix): littleEndianBytes(matrix.elements)
    }
  }

  init(_ reader: inout ByteReader, _ origin: LayerOrigin, _ budget: inout MapBudget) throws {
    let law = Int(try reader.byte())
    guard Self.laws.indices.contains(law) else {
      throw Refusal.input("the map of the model has weights of law \(law), which this version does not know")
    }
    let activation = try ActivationCode.read(&reader)
    let (outputs, inputs) = (try reader.number(bytes: 4), try reader.number(bytes: 4))
    try budget.check(outputs: outputs)
    try budget.take(outputs, inputs)
    switch origin {
    case .seed(let seed, let layer):
      try self.init(
        inputCount: inputs, outputCount: outputs, weights: Self.laws[law], activation: activation, seed: seed,
        layer: layer)
    case .stored:
      let numbers: Numbers =
        Self.laws[law] == .oneBit
        ? .signs(try reader.signs(rows: outputs, columns: inputs))
        : .gaussians(
          FloatMatrix(rows: outputs, columns: inputs, elements: try reader.floats(outputs * inputs)))
      try self.init(numbers, activation: activation)
    }
  }
}
