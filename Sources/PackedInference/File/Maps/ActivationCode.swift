import Activations
import Messages

/// Activations as numbers of one byte.
enum ActivationCode {
  /// The first one has the number 1. Numbers are never reused: new names come at the end.
  static let names = ["linear", "tanh", "erf", "relu", "silu", "softplus", "sign"]

  static func code(of activation: any Activation) throws -> UInt8 {
    guard let index = names.firstIndex(of: activation.name) else {
      throw Refusal.input("the activation \(activation.name) cannot be stored in a model file")
    }
    return UInt8(index + 1)
  }

  /// Takes one byte.
  static func read(_ reader: inout ByteReader) throws -> any Activation {
    let code = Int(try reader.byte())
    guard names.indices.contains(code - 1), let activation = Activations.named(names[code - 1]) else {
      throw Refusal.input("the map of the model has activation \(code), which this version does not know")
    }
    return activation
  }
}
