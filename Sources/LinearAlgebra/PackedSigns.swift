import CKernels
import Messages

/// A matrix of signs ±1 at one bit each, and its product with a vector.
///
/// A bit is 1 for −1; rows are outputs and columns inputs, as in `Matrix`. The bits are held in the
/// order in which the kernels read them, 128 rows side by side; `plainRows` gives them row by row.
///
/// Which product: f32 activations and a table in registers. For a batch of one the weights are read
/// once, so bits are the bound; unpacking them to floats, or adding with masks, loses to an ordinary
/// f32 product on small layers.
public struct PackedSigns: Sendable, Equatable {
  /// Outputs.
  public let rowCount: Int
  /// Inputs.
  public let columnCount: Int
  /// The bits in the blocked layout of `CKernels.h`.
  private let blocked: [UInt32]

  /// Packs rows of bits as a file holds them.
  ///
  /// Each row takes exactly ⌈columns / 8⌉ bytes; the sign of column j is bit j mod 8 (0 the lowest)
  /// of byte ⌊j / 8⌋, and the bits after the last column are 0.
  ///
  /// - Throws: a `Refusal` of kind `input` if there are no rows or columns, if the number of bytes is
  ///   another, or if a padding bit is set.
  public init(rows: Int, columns: Int, signs: [UInt8]) throws {
    guard rows > 0, columns > 0 else {
      throw Refusal.input("a matrix of signs has at least one row and one column, not \(rows) × \(columns)")
    }
    let bytesPerRow = Self.bytesPerRow(columns)
    let expected = bytesPerRow.multipliedReportingOverflow(by: rows)
    guard !expected.overflow, signs.count == expected.partialValue else {
      throw Refusal.input(
        "\(rows) × \(columns) signs take \(rows) rows of \(bytesPerRow) bytes, but there are \(signs.count) bytes")
    }
    if columns % 8 != 0 {
      let padding = UInt8.max << UInt8(columns % 8)
      for row in 0..<rows where signs[(row + 1) * bytesPerRow - 1] & padding != 0 {
        throw Refusal.input("row \(row + 1) of the signs has bits set after column \(columns); they must be 0")
      }
    }
    self.init(validRows: rows, columns: columns, signs: signs)
  }

  /// The signs of the entries, with sign(0) = +1 for either zero; a NaN counts as +1.
  ///
  /// - Precondition: the matrix has at least one row and one column.
  public init(signsOf matrix: Matrix) {
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    precondition(rows > 0 && columns > 0, "a \(rows) × \(columns) matrix has no signs to pack")
    let bytesPerRow = Self.bytesPerRow(columns)
    var signs = [UInt8](repeating: 0, count: rows * bytesPerRow)
    for row in 0..<rows {
      for (j, entry) in matrix.row(row).enumerated() where entry < 0 {
        signs[row * bytesPerRow + j / 8] |= 1 << UInt8(j % 8)
      }
    }
    self.init(validRows: rows, columns: columns, signs: signs)
  }

  /// Packs rows of bits that are known to have the right length; padding bits are ignored.
  package init(validRows rows: Int, columns: Int, signs: [UInt8]) {
    rowCount = rows
    columnCount = columns
    let count = ck_blocked_count(rows, columns)
    blocked = [UInt32](unsafeUninitializedCapacity: count) { buffer, initialized in
      ck_block_b1(signs, rows, columns, buffer.baseAddress!)
      initialized = count
    }
  }

  /// The bits row by row, as `init(rows:columns:signs:)` takes them: the form for files.
  public var plainRows: [UInt8] {
    let count = rowCount * Self.bytesPerRow(columnCount)
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      ck_unblock_b1(blocked, rowCount, columnCount, buffer.baseAddress!)
      initialized = count
    }
  }

  /// The matrix of ±1 itself.
  public var matrix: Matrix {
    let plain = plainRows
    let bytesPerRow = Self.bytesPerRow(columnCount)
    var result = Matrix(rows: rowCount, columns: columnCount, repeating: 1)
    for row in 0..<rowCount {
      for j in 0..<columnCount where plain[row * bytesPerRow + j / 8] >> UInt8(j % 8) & 1 == 1 {
        result[row, j] = -1
      }
    }
    return result
  }

  /// Replaces y with S x.
  ///
  ///     y_r = Σ_g ( ((s₀ x₄g + s₁ x₄g₊₁) + s₂ x₄g₊₂) + s₃ x₄g₊₃ ),   s = signs of row r
  ///
  /// in f32, summed over g in order, with x continued by zeros to a multiple of 32.
  ///
  /// - Parameters:
  ///   - x: One activation per column.
  ///   - y: One sum per row.
  ///   - kernels: Any set gives the same bits, as long as no sum is NaN.
  ///
  /// The error is at most (8 ⌈columns/32⌉ + 2) · 2⁻²⁴ · Σ|xⱼ|, and usually its square root's order.
  ///
  /// - Precondition: `x.count == columnCount` and `y.count == rowCount`.
  public func multiply(_ x: Span<Float>, into y: inout MutableSpan<Float>, using kernels: KernelSet = .active) {
    precondition(x.count == columnCount, "\(columnCount) columns of signs cannot take \(x.count) activations")
    precondition(y.count == rowCount, "\(rowCount) rows of signs cannot fill \(y.count) sums")
    let words = (columnCount + 31) / 32
    x.withUnsafeBufferPointer { input in
      y.withUnsafeMutableBufferPointer { output in
        if columnCount % 32 == 0 {
          kernels.table.gemv_b1_f32(blocked, input.baseAddress!, output.baseAddress!, rowCount, words)
        } else {
          withUnsafeTemporaryAllocation(of: Float.self, capacity: 32 * words) { padded in
            _ = padded.initialize(fromContentsOf: input)
            padded[input.count...].initialize(repeating: 0)
            kernels.table.gemv_b1_f32(blocked, padded.baseAddress!, output.baseAddress!, rowCount, words)
          }
        }
      }
    }
  }

  /// S x, in a new array; see `multiply(_:into:using:)`.
  public func multiply(_ x: [Float], using kernels: KernelSet = .active) -> [Float] {
    var y = [Float](repeating: 0, count: rowCount)
    var sums = y.mutableSpan
    multiply(x.span, into: &sums, using: kernels)
    return y
  }

  /// The 32-bit words that a plane of bits takes, one bit for each column: ⌈columns / 32⌉.
  public var wordsPerPlane: Int { (columnCount + 31) / 32 }

  /// The distance of each row from planes of bits: XOR and popcount.
  ///
  ///     y_r = Σ_p 2ᵖ · |{j : bit j of row r ≠ bit j of plane p}|
  ///
  /// So signs times signs h (bit 1 for −1) is d − 2 y with one plane, and signs times whole numbers whose bit p is plane p is
  /// y − (2ᴾ − 1) · (the distance from zeros).
  ///
  /// - Parameters:
  ///   - planes: 1 to 8 planes of `wordsPerPlane` words; bit j mod 32 of word ⌊j / 32⌋ belongs to column j, and bits after the
  ///     last column are 0.
  ///   - kernels: Any set gives the same numbers.
  /// - Returns: one number per row, exact.
  /// - Precondition: the planes are whole; columns times 2ᴾ stays below 2³².
  public func distances(fromPlanes planes: [UInt32], using kernels: KernelSet = .active) -> [UInt32] {
    let count = planes.count / wordsPerPlane
    precondition((1...8).contains(count) && planes.count == count * wordsPerPlane, "1 to 8 planes of whole words")
    return [UInt32](unsafeUninitializedCapacity: rowCount) { buffer, initialized in
      kernels.table.hamming_b1(blocked, planes, buffer.baseAddress!, rowCount, wordsPerPlane, count)
      initialized = rowCount
    }
  }

  private static func bytesPerRow(_ columns: Int) -> Int { columns / 8 + (columns % 8 == 0 ? 0 : 1) }
}
