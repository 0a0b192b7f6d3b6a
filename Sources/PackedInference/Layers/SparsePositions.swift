import LinearAlgebra
import Messages

/// Where the non-zero weights of a layer are, stored the shorter of two ways; the bitmap where they tie.
///
/// | first byte | what follows | bytes |
/// |---|---|---|
/// | 0 | a bitmap: bit j % 8 of byte j / 8 of a row is 1 where weight j is not zero | K ⌈d/8⌉ |
/// | 2 or 4 | per row a count and then the column numbers, ascending, in so many bytes each | 2 or 4 × (K + count) |
///
/// Two bytes for layers of at most 65,535 inputs, four for wider ones. The reader refuses the longer way, so
/// that a layer has one form in bytes.
struct SparsePositions: Sendable, Equatable {
  let columnCount: Int
  /// Where each row begins in `columns`; one entry more than there are rows.
  let starts: [Int]
  /// The columns of the non-zeros, row after row, ascending within a row.
  let columns: [UInt32]

  var rowCount: Int { starts.count - 1 }
  var count: Int { columns.count }

  func range(ofRow i: Int) -> Range<Int> { starts[i]..<starts[i + 1] }

  /// The places of the entries that count.
  init(of weights: Matrix, where counts: (Double) -> Bool) {
    columnCount = weights.columnCount
    var starts = [0]
    var columns: [UInt32] = []
    for i in 0..<weights.rowCount {
      for j in 0..<weights.columnCount where counts(weights[i, j]) { columns.append(UInt32(j)) }
      starts.append(columns.count)
    }
    self.starts = starts
    self.columns = columns
  }

  /// The dense matrix with a value at each position, given its place in `columns` and its row.
  func matrix(_ value: (_ position: Int, _ row: Int) -> Double) -> Matrix {
    var matrix = Matrix(rows: rowCount, columns: columnCount)
    for i in 0..<rowCount {
      for p in range(ofRow: i) { matrix[i, Int(columns[p])] = value(p, i) }
    }
    return matrix
  }

  private var listWidth: Int { columnCount <= 0xFFFF ? 2 : 4 }
  private var bitmapBytes: Int { rowCount * ((columnCount + 7) / 8) }

  /// The first byte: 0 for a bitmap, else the width of the lists.
  private var kind: UInt8 { bitmapBytes <= listWidth * (rowCount + count) ? 0 : UInt8(listWidth) }

  var bytes: [UInt8] {
    if kind == 0 { return [0] + bitmap }
    var bytes = [kind]
    func append(_ number: Int) {
      for i in 0..<listWidth { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * i))) }
    }
    for i in 0..<rowCount {
      append(range(ofRow: i).count)
      for p in range(ofRow: i) { append(Int(columns[p])) }
    }
    return bytes
  }

  private var bitmap: [UInt8] {
    let stride = (columnCount + 7) / 8
    var bits = [UInt8](repeating: 0, count: bitmapBytes)
    for i in 0..<rowCount {
      for p in range(ofRow: i) { bits[i * stride + Int(columns[p]) / 8] |= 1 << UInt8(columns[p] % 8) }
    }
    return bits
  }

  /// - Throws: a `Refusal` of kind `input` for an unknown kind, a column out of range or out of order,
  ///   padding bits that are not 0, or the longer of the two ways.
  init(rows: Int, columns columnCount: Int, _ reader: inout ByteReader) throws {
    try Model.checkShape(rows: rows, columns: columnCount)
    self.columnCount = columnCount
    var starts = [0]
    var found: [UInt32] = []
    let kind = try reader.byte()
    switch kind {
    case 0:
      let stride = (columnCount + 7) / 8
      for row in 0..<rows {
        let bits = Array(try reader.bytes(stride))
        for (k, byte) in bits.enumerated() where byte != 0 {
          for bit in 0..<8 where byte >> UInt8(bit) & 1 == 1 {
            guard 8 * k + bit < columnCount else {
              throw Refusal.input("the padding bits of row \(row + 1) of a bitmap must be 0")
            }
            found.append(UInt32(8 * k + bit))
          }
        }
        starts.append(found.count)
      }
    case 2, 4:
      for row in 0..<rows {
        let count = try reader.number(bytes: Int(kind))
        var previous = -1
        for _ in 0..<count {
          let column = try reader.number(bytes: Int(kind))
          guard column > previous, column < columnCount else {
            throw Refusal.input(
              "column \(column) follows \(previous) in row \(row + 1) of a sparse layer with \(columnCount) inputs; "
                + "columns must ascend and stay below it")
          }
          previous = column
          found.append(UInt32(column))
        }
        starts.append(found.count)
      }
    default:
      throw Refusal.input("positions of kind \(kind) are unknown; expected 0, 2 or 4")
    }
    self.starts = starts
    self.columns = found
    guard kind == self.kind else {
      throw Refusal.input("positions are stored in kind \(kind) where kind \(self.kind) is shorter")
    }
  }
}
