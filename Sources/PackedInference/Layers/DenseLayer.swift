public import LinearAlgebra
import Messages

/// Float32 weights, row by row: the uncompressed form.
public struct DenseLayer: PackedLayer {
  public static let code: UInt16 = 1
  public static let format = "f32"
  public static let bitWidth = 32

  public let rowCount: Int
  public let columnCount: Int
  private let weights: [Float]

  public var scales: [Float] { [] }
  public var weightBytes: [UInt8] { littleEndianBytes(weights) }

  public var isFinite: Bool { weights.allSatisfy(\.isFinite) }

  public var matrix: Matrix { Matrix(rows: rowCount, columns: columnCount, elements: weights.map { Double($0) }) }

  /// Rounds every weight of W (K × d) to Float32.
  public init(_ weights: Matrix) {
    rowCount = weights.rowCount
    columnCount = weights.columnCount
    self.weights = weights.elements.map { Float($0) }
  }

  public init(rows: Int, columns: Int, weightBytes: ArraySlice<UInt8>, scales: [Float]) throws {
    try Model.checkShape(rows: rows, columns: columns)
    guard weightBytes.count == 4 * rows * columns, scales.isEmpty else {
      throw Refusal.input(
        "an f32 layer of \(rows) × \(columns) needs \(4 * rows * columns) bytes of weights and no scales; "
          + "found \(weightBytes.count) and \(scales.count)")
    }
    var reader = ByteReader(weightBytes)
    weights = try reader.floats(rows * columns)
    rowCount = rows
    columnCount = columns
  }

  /// One call of BLAS.
  public func multiply(_ x: [Float], into y: inout [Float]) {
    matrixVector(weights, rows: rowCount, columns: columnCount, x, into: &y)
  }
}
