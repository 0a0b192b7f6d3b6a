/// A dense matrix of Float64, stored row by row.
///
/// Samples are rows (shape n × d); weights have one row per class (shape K × d), as in
/// scikit-learn's `coef_`.
public struct Matrix: Sendable, Equatable {
  public let rowCount: Int
  public let columnCount: Int
  /// The entries, row by row: entry (i, j) is `elements[i * columnCount + j]`.
  public var elements: [Double]

  /// A matrix of one repeated value.
  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    rowCount = rows
    columnCount = columns
    elements = [Double](repeating: value, count: rows * columns)
  }

  /// A matrix over given entries, row by row.
  ///
  /// - Precondition: `elements.count == rows * columns`.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(elements.count == rows * columns, "a \(rows) × \(columns) matrix needs \(rows * columns) entries")
    rowCount = rows
    columnCount = columns
    self.elements = elements
  }

  @inlinable public subscript(_ row: Int, _ column: Int) -> Double {
    get { elements[row * columnCount + column] }
    set { elements[row * columnCount + column] = newValue }
  }

  /// Where row `i` lies in `elements`.
  @inlinable public func range(ofRow i: Int) -> Range<Int> {
    i * columnCount..<(i + 1) * columnCount
  }

  /// Row `i`, without a copy.
  public func row(_ i: Int) -> ArraySlice<Double> { elements[range(ofRow: i)] }

  /// The rows with the given indices, in that order.
  public func rows(_ indices: [Int]) -> Matrix {
    var picked: [Double] = []
    picked.reserveCapacity(indices.count * columnCount)
    for i in indices { picked.append(contentsOf: row(i)) }
    return Matrix(rows: indices.count, columns: columnCount, elements: picked)
  }

  /// The matrix with rows and columns exchanged.
  public var transposed: Matrix {
    var result = Matrix(rows: columnCount, columns: rowCount)
    // Square tiles keep both sides in cache.
    let tile = 32
    for i0 in stride(from: 0, to: rowCount, by: tile) {
      for j0 in stride(from: 0, to: columnCount, by: tile) {
        for i in i0..<min(i0 + tile, rowCount) {
          for j in j0..<min(j0 + tile, columnCount) {
            result.elements[j * rowCount + i] = elements[i * columnCount + j]
          }
        }
      }
    }
    return result
  }
}
