public import LinearAlgebra
import Messages

/// The signs of the non-zero weights, where they are, and one scale per row: w = scale · (−1, 0 or +1).
///
/// The one-bit version of an ℓ1 solution: its zeros stay zero.
public struct SparseSignLayer: PackedLayer {
  public static let code: UInt16 = 4
  public static let format = "sparse-sign"
  public static let bitWidth = 1

  private let positions: SparsePositions
  /// One per position: ±1.
  private let signs: [Float]
  public let scales: [Float]

  public var rowCount: Int { positions.rowCount }
  public var columnCount: Int { positions.columnCount }
  public var weightBytes: [UInt8] {
    var bits = [UInt8](repeating: 0, count: (signs.count + 7) / 8)
    for (i, sign) in signs.enumerated() where sign < 0 { bits[i / 8] |= 1 << UInt8(i % 8) }
    return positions.bytes + bits
  }

  public var isFinite: Bool { scales.allSatisfy(\.isFinite) }

  public var matrix: Matrix { positions.matrix { p, row in Double(scales[row] * signs[p]) } }

  /// The signs of the entries of W (K × d) that are not exactly zero, and given scales.
  ///
  /// - Precondition: one scale per row.
  public init(signsOf weights: Matrix, scales: [Double]) {
    precondition(scales.count == weights.rowCount)
    positions = SparsePositions(of: weights) { $0 != 0 }
    signs = weights.elements.filter { $0 != 0 }.map { $0 < 0 ? -1 : 1 }
    self.scales = scales.map { Float($0) }
  }

  public init(rows: Int, columns: Int, weightBytes: ArraySlice<UInt8>, scales: [Float]) throws {
    guard scales.count == rows else {
      throw Refusal.input("a sparse-sign layer of \(rows) rows needs \(rows) scales; found \(scales.count)")
    }
    var reader = ByteReader(weightBytes)
    positions = try SparsePositions(rows: rows, columns: columns, &reader)
    let bits = Array(try reader.bytes((positions.count + 7) / 8))
    try reader.finish("the weights of a sparse-sign layer")
    if positions.count % 8 != 0, let last = bits.last, last >> UInt8(positions.count % 8) != 0 {
      throw Refusal.input("the padding bits of a sparse-sign layer must be 0")
    }
    signs = (0..<positions.count).map { bits[$0 / 8] >> UInt8($0 % 8) & 1 == 1 ? -1 : 1 }
    self.scales = scales
  }

  public func multiply(_ x: [Float], into y: inout [Float]) {
    precondition(x.count == columnCount && y.count == rowCount)
    for i in 0..<rowCount {
      var sum: Float = 0
      for p in positions.range(ofRow: i) { sum += signs[p] * x[Int(positions.columns[p])] }
      y[i] = scales[i] * sum
    }
  }
}
