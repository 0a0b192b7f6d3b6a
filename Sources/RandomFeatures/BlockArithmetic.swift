import LinearAlgebra

extension FloatMatrix {
  /// Subtracts a number from each column.
  mutating func subtract(fromColumns means: [Float]) {
    let (columns, count) = (columnCount, rowCount)
    precondition(means.count == columns)
    elements.withUnsafeMutableBufferPointer { all in
      means.withUnsafeBufferPointer { means in
        nonisolated(unsafe) let (all, means) = (all, means)
        parallelFor((count + 63) / 64) { index in
          for i in index * 64..<min(index * 64 + 64, count) {
            for j in 0..<columns { all[i * columns + j] -= means[j] }
          }
        }
      }
    }
  }

  /// The sum of each column, in Float64.
  var columnSums: [Double] {
    var sums = [Double](repeating: 0, count: columnCount)
    elements.withUnsafeBufferPointer { all in
      sums.withUnsafeMutableBufferPointer { sums in
        for i in 0..<rowCount {
          for j in 0..<columnCount { sums[j] += Double(all[i * columnCount + j]) }
        }
      }
    }
    return sums
  }
}

extension Matrix {
  /// This matrix with λ added to its diagonal.
  func plusDiagonal(_ lambda: Double) -> Matrix {
    var sum = self
    for i in 0..<rowCount { sum[i, i] += lambda }
    return sum
  }

  /// A symmetric positive definite system for several right-hand sides, given and returned as rows.
  static func solve(_ factor: Cholesky, rows: Matrix) -> Matrix {
    var solved = rows
    for k in 0..<rows.rowCount {
      solved.elements.replaceSubrange(solved.range(ofRow: k), with: factor.solve(Array(rows.row(k))))
    }
    return solved
  }
}
