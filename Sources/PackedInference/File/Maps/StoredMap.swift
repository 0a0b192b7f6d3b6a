import Activations
import FeatureMaps
import LinearAlgebra
import Messages

/// A layer of a map as a model file holds it: kind, origin, parameters, and the random numbers where they are stored.
///
/// A new kind of map is a file here, a line in `MapSection.kinds`, and a chapter of `Documentation/ModelFormat.md`.
protocol StoredMap: FeatureMap {
  /// The number of this kind in `model.signbit`; never reused.
  static var code: UInt8 { get }
  /// What follows its sums; nil for a rotation.
  var storedActivation: (any Activation)? { get }
  /// How many random numbers it has; the place of a patch counts as `MapBudget.place`.
  var numberCount: Int { get }
  /// Everything but the random numbers.
  var parameterBytes: [UInt8] { get }
  /// The random numbers, as a file holds them in place of a seed.
  var numberBytes: [UInt8] { get }

  /// Reads what `parameterBytes`, and for a stored origin `numberBytes`, wrote.
  ///
  /// - Parameter budget: asked before numbers are drawn or read.
  init(_ reader: inout ByteReader, _ origin: LayerOrigin, _ budget: inout MapBudget) throws
}

/// How many random numbers a map in a file may still have: a seed of eight bytes must not buy gigabytes.
struct MapBudget {
  /// What it costs to draw a place.
  static let place = 16

  private var rest = Model.largestMapNumberCount
  /// The most outputs that the next layer may have: those that W reads, where the layer is the last.
  var largestOutputCount = Int.max

  /// Takes `rows` times `columns` numbers, and `more` for each row.
  mutating func take(_ rows: Int, _ columns: Int, more: Int = 0) throws {
    // Sides have 32 bits, so that a sum does not overflow, but a product of three may.
    let (count, overflows) = rows.multipliedReportingOverflow(by: columns + more)
    guard !overflows, count <= rest else {
      throw Refusal.input(
        "the map of the model has more than \(Model.largestMapNumberCount) random numbers, which no model file may have"
      )
    }
    rest -= count
  }

  /// - Parameter outputs: Of the next layer, or a number below that.
  func check(outputs: Int) throws {
    guard outputs <= largestOutputCount else {
      throw Refusal.input("a map of \(outputs) features does not fit a layer of \(largestOutputCount) inputs")
    }
  }

  /// The entries of a square; a side that is too large for any image is refused.
  static func square(_ side: Int) throws -> Int {
    guard side <= 0xFFFF else { throw Refusal.input("the map of the model has a window of side \(side)") }
    return side * side
  }
}

/// The number of an activation that a model has checked.
func activationBytes(_ activation: any Activation) -> [UInt8] {
  guard let code = try? ActivationCode.code(of: activation) else {
    preconditionFailure("a model has checked its activations")
  }
  return [code]
}

extension ByteReader {
  /// Rows of ⌈columns / 8⌉ bytes, bits after the last column being 0.
  mutating func signs(rows: Int, columns: Int) throws -> PackedSigns {
    try PackedSigns(rows: rows, columns: columns, signs: Array(bytes(rows * ((columns + 7) / 8))))
  }
}
