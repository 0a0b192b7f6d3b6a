import Activations
import FeatureMaps
import LinearAlgebra
import Messages

/// Inputs (1): 0 signs, 1 levels with one range, 2 levels with a range each; outputs (4), inputs (4); the lows and the steps of
/// the ranges; one row of bits for each output; the thresholds, signed, in as few bytes as hold all possible ones.
extension BinaryMap: StoredMap {
  static let code: UInt8 = 6

  var storedActivation: (any Activation)? { nil }
  /// A threshold counts as 32 bits.
  var numberCount: Int { outputCount * (inputCount + 32) }

  var parameterBytes: [UInt8] {
    let kind: UInt8 =
      switch input {
      case .signs: 0
      case .levels(let levels): levels.isShared ? 1 : 2
      }
    return [kind] + littleEndianBytes(UInt32(outputCount)) + littleEndianBytes(UInt32(inputCount))
  }

  var numberBytes: [UInt8] {
    var bytes: [UInt8] = []
    if case .levels(let levels) = input { bytes += littleEndianBytes(levels.lows + levels.steps) }
    bytes += signs.plainRows
    let width = Self.thresholdBytes(input, inputCount)
    for threshold in thresholds { bytes += littleEndianBytes(threshold).prefix(width) }
    return bytes
  }

  init(_ reader: inout ByteReader, _ origin: LayerOrigin, _ budget: inout MapBudget) throws {
    guard origin == .stored else {
      throw Refusal.input("the map of the model has a binary layer with a seed; its numbers are always stored")
    }
    let kind = try reader.byte()
    let (outputs, inputs) = (try reader.number(bytes: 4), try reader.number(bytes: 4))
    guard kind <= 2 else {
      throw Refusal.input("a binary layer of the model has inputs of kind \(kind), which this version does not know")
    }
    guard outputs >= 1, (1...Self.largestInputCount).contains(inputs) else {
      throw Refusal.input(
        "a binary layer of \(outputs) × \(inputs) cannot be: it has outputs, and 1 to \(Self.largestInputCount) inputs")
    }
    try budget.check(outputs: outputs)
    try budget.take(outputs, inputs, more: 32)
    var input = Input.signs
    if kind > 0 {
      let ranges = kind == 1 ? 1 : inputs
      let levels = try InputLevels(lows: try reader.floats(ranges), steps: try reader.floats(ranges))
      guard levels.isShared == (kind == 1) else {
        throw Refusal.input("a binary layer of the model lists equal ranges one by one; one range must stand for all")
      }
      input = .levels(levels)
    }
    let signs = try reader.signs(rows: outputs, columns: inputs)
    let width = Self.thresholdBytes(input, inputs)
    let thresholds = try (0..<outputs).map { _ in
      // Two's complement of so many bytes.
      let number = try reader.number(bytes: width)
      return Int32(number < 1 << (8 * width - 1) ? number : number - (1 << (8 * width)))
    }
    try self.init(input: input, signs: signs, thresholds: thresholds)
  }
}
