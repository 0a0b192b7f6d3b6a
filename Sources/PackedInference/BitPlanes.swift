import LinearAlgebra
import Messages
import Quantization

/// A matrix of b-bit codes as b matrices of signs, one for each bit, and its product with a vector.
///
///     number of a code c = Σᵢ uᵢ (−1)^cᵢ,   so   N x = Σᵢ uᵢ (Sᵢ x)
///
/// with the place values u and Sᵢ the signs that bit i of the codes stands for. The planes lie stacked in one
/// `PackedSigns`, row k of Sᵢ being row i K + k, so that one call of the kernel serves all of them.
struct BitPlanes: Sendable {
  /// K, the rows of codes.
  let rowCount: Int
  /// What a bit counts where it is 0; where it is 1, it counts the opposite.
  private let placeValues: [Float]
  private let signs: PackedSigns

  var columnCount: Int { signs.columnCount }
  private var bitWidth: Int { placeValues.count }

  /// The codes of numbers (K × d).
  ///
  /// - Precondition: each is a number of the format, which is the sum of the place values with signs.
  init(_ numbers: Matrix, of format: some NumberFormat, placeValues: [Float]) {
    self.init(rows: numbers.rowCount, columns: numbers.columnCount, placeValues: placeValues) { row, column in
      let code = format.code(nearest: numbers[row, column])
      precondition(
        format.value(of: code) == numbers[row, column], "\(numbers[row, column]) is no number of \(format.name)")
      return code
    }
  }

  /// Reads codes as a file holds them.
  ///
  /// Each row takes exactly ⌈b d / 8⌉ bytes; code j has its bits [b j, b j + b), bit n of a row being bit
  /// n mod 8 (0 the lowest) of its byte ⌊n / 8⌋, and the bits after the last code are 0.
  ///
  /// - Throws: a `Refusal` of kind `input` for another number of bytes, for a padding bit that is set, and for
  ///   a code that the format does not use.
  init(
    rows: Int, columns: Int, bytes: ArraySlice<UInt8>, of format: some NumberFormat, placeValues: [Float]
  ) throws {
    try Model.checkShape(rows: rows, columns: columns)
    let width = placeValues.count
    let stride = (width * columns + 7) / 8
    guard bytes.count == rows * stride else {
      throw Refusal.input(
        "\(rows) × \(columns) codes of \(format.name) take \(rows) rows of \(stride) bytes, "
          + "but there are \(bytes.count) bytes")
    }
    let rest = UInt8(width * columns % 8)
    let start = bytes.startIndex
    try self.init(rows: rows, columns: columns, placeValues: placeValues) { row, column in
      let first = start + row * stride
      if column == 0, rest > 0, bytes[first + stride - 1] >> rest != 0 {
        throw Refusal.input(
          "row \(row + 1) of the \(format.name) codes has bits set after column \(columns); they must be 0")
      }
      var code: UInt16 = 0
      for i in 0..<width {
        let place = width * column + i
        code |= UInt16(bytes[first + place / 8] >> UInt8(place % 8) & 1) << UInt16(i)
      }
      guard format.value(of: code) != nil else {
        throw Refusal.input(
          "row \(row + 1) has the code \(code) in column \(column + 1), for which \(format.name) has no number")
      }
      return code
    }
  }

  private init(
    rows: Int, columns: Int, placeValues: [Float], code: (_ row: Int, _ column: Int) throws -> UInt16
  ) rethrows {
    precondition(rows > 0 && columns > 0, "a \(rows) × \(columns) matrix has no codes to pack")
    let stride = (columns + 7) / 8
    var planes = [UInt8](repeating: 0, count: placeValues.count * rows * stride)
    for row in 0..<rows {
      for column in 0..<columns {
        let code = try code(row, column)
        for i in 0..<placeValues.count {
          let bit = UInt8(truncatingIfNeeded: code >> UInt16(i)) & 1
          planes[(i * rows + row) * stride + column / 8] |= bit << UInt8(column % 8)
        }
      }
    }
    rowCount = rows
    self.placeValues = placeValues
    signs = PackedSigns(validRows: placeValues.count * rows, columns: columns, signs: planes)
  }

  /// The codes as a file holds them.
  var bytes: [UInt8] {
    let stride = (bitWidth * columnCount + 7) / 8
    var bytes = [UInt8](repeating: 0, count: rowCount * stride)
    forEachSetBit { bit, row, column in
      let place = bitWidth * column + bit
      bytes[row * stride + place / 8] |= 1 << UInt8(place % 8)
    }
    return bytes
  }

  /// The numbers, each row multiplied by its scale (K × d).
  func matrix(scales: [Float]) -> Matrix {
    let units = placeValues.map { Double($0) }
    var matrix = Matrix(rows: rowCount, columns: columnCount, repeating: units.reduce(0, +))
    forEachSetBit { bit, row, column in matrix[row, column] -= 2 * units[bit] }
    for row in 0..<rowCount {
      for k in matrix.range(ofRow: row) { matrix.elements[k] *= Double(scales[row]) }
    }
    return matrix
  }

  private func forEachSetBit(_ body: (_ bit: Int, _ row: Int, _ column: Int) -> Void) {
    let planes = signs.plainRows
    let stride = (columnCount + 7) / 8
    for i in 0..<bitWidth {
      for row in 0..<rowCount {
        let first = (i * rowCount + row) * stride
        for column in 0..<columnCount where planes[first + column / 8] >> UInt8(column % 8) & 1 == 1 {
          body(i, row, column)
        }
      }
    }
  }

  /// y_k = scale_k · Σᵢ uᵢ (Sᵢ x)_k, in f32, summed over i in order.
  ///
  /// The error is about that of b one-bit products: it grows with |scale| · Σᵢ |uᵢ| · Σ|xⱼ|, also where the signs
  /// of a weight cancel.
  ///
  /// - Precondition: one activation per column, one scale and one sum per row.
  func multiply(_ x: [Float], scales: [Float], into y: inout [Float]) {
    precondition(scales.count == rowCount && y.count == rowCount)
    let sums = signs.multiply(x)
    for row in 0..<rowCount {
      var sum: Float = 0
      for i in 0..<placeValues.count { sum += placeValues[i] * sums[i * rowCount + row] }
      y[row] = scales[row] * sum
    }
  }
}
