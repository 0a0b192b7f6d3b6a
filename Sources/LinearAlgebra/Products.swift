import CDenseAlgebra

// Every product is cut into panels whose borders depend on the shapes alone; each panel is one call of
// a single-threaded BLAS. So the bits do not depend on the number of threads.
private let panelWidth = 256

extension Matrix {
  /// The product A B.
  ///
  /// - Precondition: the inner dimensions agree.
  /// - Complexity: O(rows · inner · columns).
  public func times(_ b: Matrix) -> Matrix { product(self, false, b, false) }

  /// The product A Bᵀ.
  public func timesTransposed(_ b: Matrix) -> Matrix { product(self, false, b, true) }

  /// The product Aᵀ B.
  public func transposedTimes(_ b: Matrix) -> Matrix { product(self, true, b, false) }

  /// The Gram matrix AᵀA of the columns, exactly symmetric.
  public var gram: Matrix { symmetricProduct(self, ofColumns: true) }

  /// The Gram matrix AAᵀ of the rows, exactly symmetric.
  public var rowGram: Matrix { symmetricProduct(self, ofColumns: false) }
}

private func product(_ a: Matrix, _ transposeA: Bool, _ b: Matrix, _ transposeB: Bool) -> Matrix {
  let m = transposeA ? a.columnCount : a.rowCount
  let inner = transposeA ? a.rowCount : a.columnCount
  let n = transposeB ? b.rowCount : b.columnCount
  precondition(inner == (transposeB ? b.columnCount : b.rowCount), "the inner dimensions of a product differ")
  var result = Matrix(rows: m, columns: n)
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
            cda_dgemm(
              transposeA, transposeB, height, n, inner, 1, pa + (transposeA ? low : low * lda), lda, pb, ldb, 0,
              pc + low * n, n)
          } else {
            let width = min(panelWidth, n - low)
            cda_dgemm(
              transposeA, transposeB, m, width, inner, 1, pa, lda, pb + (transposeB ? low * ldb : low), ldb, 0,
              pc + low, n)
          }
        }
      }
    }
  }
  return result
}

private func symmetricProduct(_ a: Matrix, ofColumns: Bool) -> Matrix {
  let size = ofColumns ? a.columnCount : a.rowCount
  let inner = ofColumns ? a.rowCount : a.columnCount
  let lda = a.columnCount
  var result = Matrix(rows: size, columns: size)
  let panels = (size + panelWidth - 1) / panelWidth
  // Only the blocks on and below the diagonal are computed; the others are their mirror.
  let blocks = (0..<panels).flatMap { i in (0...i).map { j in (i, j) } }
  a.elements.withUnsafeBufferPointer { a0 in
    result.elements.withUnsafeMutableBufferPointer { c0 in
      guard let a1 = a0.baseAddress, let c1 = c0.baseAddress else { return }
      nonisolated(unsafe) let (pa, pc) = (a1, c1)
      parallelFor(blocks.count) { index in
        let (i, j) = (blocks[index].0 * panelWidth, blocks[index].1 * panelWidth)
        let (height, width) = (min(panelWidth, size - i), min(panelWidth, size - j))
        cda_dgemm(
          ofColumns, !ofColumns, height, width, inner, 1, pa + (ofColumns ? i : i * lda), lda,
          pa + (ofColumns ? j : j * lda), lda, 0, pc + i * size + j, size)
        for row in i..<i + height {
          for column in j..<min(j + width, row) { pc[column * size + row] = pc[row * size + column] }
        }
      }
    }
  }
  return result
}
