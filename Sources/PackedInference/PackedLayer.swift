public import LinearAlgebra

/// The weights of a linear layer in the form in which they are stored and run.
///
/// A new storage form is a file in `Layers/` and a line in its catalog.
public protocol PackedLayer: Sendable {
  /// The number of this form in `model.signbit`; never reused.
  static var code: UInt16 { get }
  /// The name in the catalog, on the command line and in JSON: "sign".
  static var format: String { get }
  /// Bits per weight, not counting positions.
  static var bitWidth: Int { get }

  /// K, the number of outputs.
  var rowCount: Int { get }
  /// d, the number of inputs.
  var columnCount: Int { get }
  /// One multiplier per row; empty where the form stores none.
  var scales: [Float] { get }
  /// The bytes of the weight section.
  var weightBytes: [UInt8] { get }

  /// Whether every weight and scale is a finite number, which a model demands: Float32 ends at 3.4e38.
  var isFinite: Bool { get }

  /// W as numbers (K × d): what the stored form stands for.
  var matrix: Matrix { get }

  /// y = W x.
  ///
  /// - Precondition: `x.count == columnCount`, `y.count == rowCount`.
  func multiply(_ x: [Float], into y: inout [Float])

  /// Reads what `weightBytes` and `scales` wrote.
  ///
  /// - Throws: a `Refusal` of kind `input` when a length or a value is impossible.
  init(rows: Int, columns: Int, weightBytes: ArraySlice<UInt8>, scales: [Float]) throws
}

extension PackedLayer {
  /// y = W x.
  public func multiply(_ x: [Float]) -> [Float] {
    var y = [Float](repeating: 0, count: rowCount)
    multiply(x, into: &y)
    return y
  }
}
