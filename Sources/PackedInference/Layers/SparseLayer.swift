public import LinearAlgebra
import Messages

/// The non-zero weights in Float32 and where they are.
public struct SparseLayer: PackedLayer {
  public static let code: UInt16 = 3
  public static let format = "sparse"
  public static let bitWidth = 32

  private let positions: SparsePositions
  private let values: [Float]

  public var rowCount: Int { positions.rowCount }
  public var columnCount: Int { positions.columnCount }
  public var scales: [Float] { [] }
  public var weightBytes: [UInt8] {
    positions.bytes + values.flatMap { littleEndianBytes($0.bitPattern) }
  }

  public var matrix: Matrix { positions.matrix { p, _ in Double(values[p]) } }

  /// The entries of W (K × d) that are not exactly zero.
  public init(_ weights: Matrix) {
    positions = SparsePositions(nonzerosOf: weights)
    values = weights.elements.filter { $0 != 0 }.map { Float($0) }
  }

  public init(rows: Int, columns: Int, weightBytes: ArraySlice<UInt8>, scales: [Float]) throws {
    guard scales.isEmpty else { throw Refusal.input("a sparse layer stores no scales; found \(scales.count)") }
    var reader = ByteReader(weightBytes)
    positions = try SparsePositions(rows: rows, columns: columns, &reader)
    values = try (0..<positions.count).map { _ in try reader.finiteFloat() }
    try reader.finish("the weights of a sparse layer")
  }

  public func multiply(_ x: [Float], into y: inout [Float]) {
    for i in 0..<rowCount {
      var sum: Float = 0
      for p in positions.range(ofRow: i) { sum += values[p] * x[Int(positions.columns[p])] }
      y[i] = sum
    }
  }
}
