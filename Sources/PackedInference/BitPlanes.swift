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
    let columns = numbers.columnCount
    self.init(rows: numbers.rowCount, columns: columns, placeValues: placeValues) { row, first in
      var codes: UInt64 = 0
      for j in 0..<min(8, columns - first) {
        let number = numbers[row, first + j]
        let code = format.code(nearest: number)
        precondition(format.value(of: code) == number, "\(number) is no number of \(format.name)")
        codes |= UInt64(code) << UInt64(8 * j)
      }
      return codes
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
    let (name, start) = (format.name, bytes.startIndex)
    let isUsed = (0..<1 << width).map { format.value(of: UInt16($0)) != nil }
    try self.init(rows: rows, columns: columns, placeValues: placeValues) { row, first in
      // Eight codes of b bits are b bytes.
      let place = width * first / 8
      var word: UInt64 = 0
      for k in 0..<min(width, stride - place) {
        word |= UInt64(bytes[start + row * stride + place + k]) << UInt64(8 * k)
      }
      let count = min(8, columns - first)
      guard count == 8 || word >> UInt64(width * count) == 0 else {
        throw Refusal.input("row \(row + 1) of the \(name) codes has bits set after column \(columns); they must be 0")
      }
      var codes: UInt64 = 0
      for j in 0..<count {
        let code = word >> UInt64(width * j) & (1 << UInt64(width) - 1)
        guard isUsed[Int(code)] else {
          throw Refusal.input(
            "row \(row + 1) has the code \(code) in column \(first + j + 1), for which \(name) has no number")
        }
        codes |= code << UInt64(8 * j)
      }
      return codes
    }
  }

  /// Packs the codes that `eight` gives for a row and eight columns from the given one on, each in a byte, the first
  /// one lowest.
  private init(
    rows: Int, columns: Int, placeValues: [Float], eight: (_ row: Int, _ first: Int) throws -> UInt64
  ) rethrows {
    precondition(rows > 0 && columns > 0, "a \(rows) × \(columns) matrix has no codes to pack")
    let stride = (columns + 7) / 8
    var planes = [UInt8](repeating: 0, count: placeValues.count * rows * stride)
    for row in 0..<rows {
      for group in 0..<stride {
        let bits = transposedBits(try eight(row, 8 * group))
        for i in 0..<placeValues.count {
          planes[(i * rows + row) * stride + group] = UInt8(truncatingIfNeeded: bits >> UInt64(8 * i))
        }
      }
    }
    rowCount = rows
    self.placeValues = placeValues
    signs = PackedSigns(validRows: placeValues.count * rows, columns: columns, signs: planes)
  }

  /// Takes apart what the private initializer puts together; codes beyond the last column are 0.
  private func forEachEight(_ body: (_ row: Int, _ first: Int, _ codes: UInt64) -> Void) {
    let planes = signs.plainRows
    let (rows, stride) = (rowCount, (columnCount + 7) / 8)
    for row in 0..<rows {
      for group in 0..<stride {
        var bits: UInt64 = 0
        for i in 0..<bitWidth { bits |= UInt64(planes[(i * rows + row) * stride + group]) << UInt64(8 * i) }
        body(row, 8 * group, transposedBits(bits))
      }
    }
  }

  /// The codes as a file holds them.
  var bytes: [UInt8] {
    let width = bitWidth
    let stride = (width * columnCount + 7) / 8
    var bytes = [UInt8](repeating: 0, count: rowCount * stride)
    forEachEight { row, first, codes in
      var word: UInt64 = 0
      for j in 0..<8 { word |= (codes >> UInt64(8 * j) & 0xFF) << UInt64(width * j) }
      let place = width * first / 8
      for k in 0..<min(width, stride - place) {
        bytes[row * stride + place + k] = UInt8(truncatingIfNeeded: word >> UInt64(8 * k))
      }
    }
    return bytes
  }

  /// The numbers, each row multiplied by its scale (K × d).
  func matrix(scales: [Float]) -> Matrix {
    let numbers = (0..<1 << bitWidth).map { code in
      placeValues.indices.reduce(0.0) { $0 + Double(placeValues[$1]) * (code >> $1 & 1 == 1 ? -1 : 1) }
    }
    var matrix = Matrix(rows: rowCount, columns: columnCount)
    forEachEight { row, first, codes in
      for j in 0..<min(8, columnCount - first) {
        matrix[row, first + j] = Double(scales[row]) * numbers[Int(codes >> UInt64(8 * j) & 0xFF)]
      }
    }
    return matrix
  }

  /// y_k = scale_k · Σᵢ uᵢ (Sᵢ x)_k, in f32, summed over i in order.
  ///
  /// The error is about that of b one-bit products: it grows with |scale| · Σᵢ |uᵢ| · Σ|xⱼ|, also where the signs
  /// of a weight cancel.
  ///
  /// - Precondition: one activation per column, one scale and one sum per row.
  func multiply(_ x: [Float], scales: [Float], into y: inout [Float]) {
    precondition(scales.count == rowCount && y.count == rowCount)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: signs.rowCount) { sums in
      sums.initialize(repeating: 0)
      var span = sums.mutableSpan
      signs.multiply(x.span, into: &span)
      for row in 0..<rowCount {
        var sum: Float = 0
        for i in 0..<placeValues.count { sum += placeValues[i] * sums[i * rowCount + row] }
        y[row] = scales[row] * sum
      }
    }
  }
}
