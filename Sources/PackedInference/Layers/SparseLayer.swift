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
    positions.bytes + littleEndianBytes(values)
  }

  public var isFinite: Bool { values.allSatisfy(\.isFinite) }

  public var matrix: Matrix { positions.matrix { p, _ in Double(values[p]) } }

  /// The entries of W (K × d) that are not zero in Float32.
  public init(_ weights: Matrix) {
    positions = SparsePositions(of: weights) { Float($0) != 0 }
    values = weights.elements.map { Float($0) }.filter { $0 != 0 }
  }

  public init(rows: Int, columns: Int, weightBytes: ArraySlice<UInt8>, scales: [Float]) throws {
    guard scales.isEmpty else { throw Refusal.input("a sparse layer stores no scales; found \(scales.count)") }
    var reader = ByteReader(weightBytes)
    positions = try SparsePositions(rows: rows, columns: columns, &reader)
    values = try reader.floats(positions.count)
    guard !values.contains(0) else { throw Refusal.input("a sparse layer lists a weight of 0; only others are stored") }
    try reader.finish("the weights of a sparse layer")
  }

  public func multiply(_ x: [Float], into y: inout [Float]) {
    precondition(x.count == columnCount && y.count == rowCount)
    for i in 0..<rowCount {
      var sum: Float = 0
      for p in positions.range(ofRow: i) { sum += values[p] * x[Int(positions.columns[p])] }
      y[i] = sum
    }
  }
}
