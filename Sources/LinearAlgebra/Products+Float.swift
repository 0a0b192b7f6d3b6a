import CDenseAlgebra

/// y = A x in Float32, for A (rows × columns) stored row by row.
///
/// - Precondition: the counts agree.
public func matrixVector(_ a: [Float], rows: Int, columns: Int, _ x: [Float], into y: inout [Float]) {
  precondition(a.count == rows * columns && x.count == columns && y.count == rows)
  a.withUnsafeBufferPointer { pa in
    x.withUnsafeBufferPointer { px in
      y.withUnsafeMutableBufferPointer { py in
        guard let a = pa.baseAddress, let x = px.baseAddress, let y = py.baseAddress else { return }
        cda_sgemv(rows, columns, 1, a, columns, x, 0, y)
      }
    }
  }
}
