import CDenseAlgebra

// As in Products.swift, the borders of all panels depend on the shapes alone, so that threads change no bit.
private let panelWidth = 256

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

extension FloatMatrix {
  /// The product A B.
  ///
  /// - Precondition: the inner dimensions agree.
  /// - Complexity: O(rows · inner · columns).
  public func times(_ b: FloatMatrix) -> FloatMatrix { product(self, false, b, false) }

  /// The product A Bᵀ.
  public func timesTransposed(_ b: FloatMatrix) -> FloatMatrix { product(self, false, b, true) }

  /// The product Aᵀ B.
  public func transposedTimes(_ b: FloatMatrix) -> FloatMatrix { product(self, true, b, false) }

  /// The solution X of L X = B, for this matrix as B.
  ///
  /// - Parameter l: lower triangular with a diagonal without zeros; what lies above it is not read.
  /// - Complexity: O(rows² · columns).
  public func solved(lower l: FloatMatrix) -> FloatMatrix {
    precondition(l.rowCount == l.columnCount && l.rowCount == rowCount)
    var result = self
    let (rows, columns) = (rowCount, columnCount)
    l.elements.withUnsafeBufferPointer { l0 in
      result.elements.withUnsafeMutableBufferPointer { b0 in
        guard let l1 = l0.baseAddress, let b1 = b0.baseAddress else { return }
        nonisolated(unsafe) let (pl, pb) = (l1, b1)
        parallelFor((columns + panelWidth - 1) / panelWidth) { panel in
          let low = panel * panelWidth
          cda_strsm(rows, min(panelWidth, columns - low), pl, rows, pb + low, columns)
        }
      }
    }
    return result
  }
}

extension Matrix {
  /// Adds the Gram matrix BᵀB of the columns of a block; both halves stay equal.
  ///
  /// Products and sums over up to 1,024 rows are in Float32, the sums of those in Float64, so that the rounding
  /// does not grow with the number of rows. Subtract a mean first where it is large beside the deviations.
  ///
  /// - Precondition: the matrix is square with as many columns as the block.
  /// - Complexity: O(rows · columns²).
  public mutating func addGram(of block: FloatMatrix) {
    let size = columnCount
    precondition(rowCount == size && block.columnCount == size)
    let panels = (size + panelWidth - 1) / panelWidth
    // Only the blocks on and below the diagonal are computed; the others are their mirror.
    let blocks = (0..<panels).flatMap { i in (0...i).map { j in (i, j) } }
    block.elements.withUnsafeBufferPointer { b0 in
      elements.withUnsafeMutableBufferPointer { c0 in
        guard let b1 = b0.baseAddress, let c1 = c0.baseAddress else { return }
        nonisolated(unsafe) let (pb, pc) = (b1, c1)
        parallelFor(blocks.count) { index in
          let (i, j) = (blocks[index].0 * panelWidth, blocks[index].1 * panelWidth)
          let (height, width) = (min(panelWidth, size - i), min(panelWidth, size - j))
          withUnsafeTemporaryAllocation(of: Float.self, capacity: height * width) { sums in
            for first in stride(from: 0, to: block.rowCount, by: 1024) {
              let rows = pb + first * size
              cda_sgemm(
                true, false, height, width, min(1024, block.rowCount - first), 1, rows + i, size, rows + j, size, 0,
                sums.baseAddress!, width)
              for row in 0..<height {
                for column in 0..<width { pc[(i + row) * size + j + column] += Double(sums[row * width + column]) }
              }
            }
          }
          if i != j {
            for column in 0..<width {
              for row in 0..<height { pc[(j + column) * size + i + row] = pc[(i + row) * size + j + column] }
            }
          } else {
            // The two halves of a diagonal block may round differently.
            for row in 0..<height {
              for column in 0..<row { pc[(i + column) * size + i + row] = pc[(i + row) * size + i + column] }
            }
          }
        }
      }
    }
  }
}

private func product(_ a: FloatMatrix, _ transposeA: Bool, _ b: FloatMatrix, _ transposeB: Bool) -> FloatMatrix {
  let m = transposeA ? a.columnCount : a.rowCount
  let inner = transposeA ? a.rowCount : a.columnCount
  let n = transposeB ? b.rowCount : b.columnCount
  precondition(inner == (transposeB ? b.columnCount : b.rowCount), "the inner dimensions of a product differ")
  var result = FloatMatrix(rows: m, columns: n)
  let byRows = m >= n
  let panels = ((byRows ? m : n) + panelWidth - 1) / panelWidth
  a.elements.withUnsafeBufferPointer { a0 in
    b.elements.withUnsafeBufferPointer { b0 in
      result.elements.withUnsafeMutableBufferPointer { c0 in
        guard let a1 = a0.baseAddress, let b1 = b0.baseAddress, let c1 = c0.baseAddress else { return }
        nonisolated(unsafe) let (pa, pb, pc) = (a1, b1, c1)
        let (lda, ldb) = (a.columnCount, b.columnCount)
        parallelFor(panels) { panel in
          let low = panel * panelWidth
          if byRows {
            let height = min(panelWidth, m - low)
            cda_sgemm(
              transposeA, transposeB, height, n, inner, 1, pa + (transposeA ? low : low * lda), lda, pb, ldb, 0,
              pc + low * n, n)
          } else {
            let width = min(panelWidth, n - low)
            cda_sgemm(
              transposeA, transposeB, m, width, inner, 1, pa, lda, pb + (transposeB ? low * ldb : low), ldb, 0,
              pc + low, n)
          }
        }
      }
    }
  }
  return result
}
