import LinearAlgebra

// What `ActiveSetNewton` asks of the data: parts of XᵀX, kept or computed.
extension LeastSquares {
  /// Writes the Gram matrix of the given columns of X into the top left of `system` (lower triangle).
  func fillGram(of columns: [Int], into system: inout Matrix) {
    if let gram {
      for (a, i) in columns.enumerated() {
        for b in 0...a { system[a, b] = gram[i, columns[b]] }
      }
      return
    }
    var picked = Matrix(rows: columns.count, columns: sampleCount)
    for row in 0..<sampleCount {
      for (a, i) in columns.enumerated() { picked[a, row] = features[row, i] }
    }
    let block = picked.rowGram
    for a in columns.indices {
      for b in 0...a { system[a, b] = block[a, b] }
    }
  }
}
