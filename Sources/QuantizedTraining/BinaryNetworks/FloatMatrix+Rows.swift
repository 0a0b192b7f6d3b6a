import LinearAlgebra

extension FloatMatrix {
  /// Calls `body` with each row and its index.
  mutating func forEachRow(_ body: (UnsafeMutableBufferPointer<Float>, Int) -> Void) {
    let (rows, columns) = (rowCount, columnCount)
    elements.withUnsafeMutableBufferPointer { all in
      for i in 0..<rows { body(UnsafeMutableBufferPointer(rebasing: all[i * columns..<(i + 1) * columns]), i) }
    }
  }

  /// The sum of each column.
  var columnSums: [Float] {
    let (rows, columns) = (rowCount, columnCount)
    var sums = [Float](repeating: 0, count: columns)
    elements.withUnsafeBufferPointer { x in
      sums.withUnsafeMutableBufferPointer { sums in
        for i in 0..<rows {
          for j in 0..<columns { sums[j] += x[i * columns + j] }
        }
      }
    }
    return sums
  }

  /// The mean of each column.
  var columnMeans: [Float] { columnSums.map { $0 / Float(rowCount) } }
}
