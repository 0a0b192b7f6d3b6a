/// A dense matrix of Float32, stored row by row: a block of activations, or of features.
public struct FloatMatrix: Sendable, Equatable {
  public let rowCount: Int
  public let columnCount: Int
  /// The entries, row by row: entry (i, j) is `elements[i * columnCount + j]`.
  public var elements: [Float]

  /// A matrix of one repeated value.
  public init(rows: Int, columns: Int, repeating value: Float = 0) {
    self.init(rows: rows, columns: columns, elements: [Float](repeating: value, count: rows * columns))
  }

  /// A matrix over given entries, row by row.
  ///
  /// - Precondition: `elements.count == rows * columns`.
  public init(rows: Int, columns: Int, elements: [Float]) {
    precondition(elements.count == rows * columns, "a \(rows) × \(columns) matrix needs \(rows * columns) entries")
    rowCount = rows
    columnCount = columns
    self.elements = elements
  }

  /// The entries rounded to Float32.
  public init(_ matrix: Matrix) { self.init(rows: 0..<matrix.rowCount, of: matrix) }

  /// Some rows, rounded to Float32.
  public init(rows: Range<Int>, of matrix: Matrix) {
    rowCount = rows.count
    columnCount = matrix.columnCount
    elements = matrix.elements[rows.lowerBound * matrix.columnCount..<rows.upperBound * matrix.columnCount]
      .map { Float($0) }
  }

  @inlinable public subscript(_ row: Int, _ column: Int) -> Float {
    get { elements[row * columnCount + column] }
    set { elements[row * columnCount + column] = newValue }
  }

  /// Where row `i` lies in `elements`.
  @inlinable public func range(ofRow i: Int) -> Range<Int> { i * columnCount..<(i + 1) * columnCount }

  /// The entries in Float64, which is exact.
  public var widened: Matrix { Matrix(rows: rowCount, columns: columnCount, elements: elements.map { Double($0) }) }

  /// The matrix with rows and columns exchanged.
  public var transposed: FloatMatrix {
    var result = FloatMatrix(rows: columnCount, columns: rowCount)
    elements.withUnsafeBufferPointer { from in
      result.elements.withUnsafeMutableBufferPointer { to in
        // Square tiles keep both sides in cache.
        let tile = 32
        for i0 in stride(from: 0, to: rowCount, by: tile) {
          for j0 in stride(from: 0, to: columnCount, by: tile) {
            for i in i0..<min(i0 + tile, rowCount) {
              for j in j0..<min(j0 + tile, columnCount) { to[j * rowCount + i] = from[i * columnCount + j] }
            }
          }
        }
      }
    }
    return result
  }
}
