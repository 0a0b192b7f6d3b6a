public import LinearAlgebra
import Messages

/// Weights in IEEE binary16, row by row: half the bytes of `DenseLayer`, with 11 significant bits.
public struct HalfLayer: PackedLayer {
  public static let code: UInt16 = 6
  public static let format = "f16"
  public static let bitWidth = 16

  public let weights: PackedHalves

  public var rowCount: Int { weights.rowCount }
  public var columnCount: Int { weights.columnCount }
  public var scales: [Float] { [] }
  public var weightBytes: [UInt8] { weights.bytes }

  /// False where a weight rounds to more than 65,504, the largest half.
  public var isFinite: Bool { weights.isFinite }
  public var matrix: Matrix { weights.matrix }

  /// Rounds every weight of W (K × d) to the nearest half, ties to even.
  public init(_ weights: Matrix) { self.weights = PackedHalves(rounding: weights) }

  public init(rows: Int, columns: Int, weightBytes: ArraySlice<UInt8>, scales: [Float]) throws {
    guard scales.isEmpty else { throw Refusal.input("an f16 layer stores no scales; found \(scales.count)") }
    weights = try PackedHalves(rows: rows, columns: columns, bytes: weightBytes)
  }

  public func multiply(_ x: [Float], into y: inout [Float]) {
    var span = y.mutableSpan
    weights.multiply(x.span, into: &span)
  }
}
