import LinearAlgebra

/// What is left of each sample's target when it and all its copies are left out, without refitting.
///
///     r₋g = (1 − H_gg)⁻¹ r_g,   H = 1/N + Φ(ΦᵀΦ + λ)⁻¹Φᵀ
///
/// for the block g of a sample's copies; one copy is Allen's PRESS. Copies left inside would give the answer away.
struct LeaveOneOut {
  private(set) var squares = 0.0
  private(set) var wrong = 0
  private(set) var count = 0
  /// Whether 1 − H was positive definite throughout; else a sample determines its own fit.
  private(set) var isDefined = true

  /// Adds one sample.
  ///
  /// - Parameters:
  ///   - rest: 1 − H_gg (c × c).
  ///   - residuals: r_g, one row per class (K × c).
  mutating func add(_ i: Int, rest: Matrix, residuals: Matrix, targets: CenteredTargets) {
    guard rest.elements.allSatisfy(\.isFinite), let factor = Cholesky(rest) else {
      isDefined = false
      return
    }
    // The first copy is the sample itself.
    let left = (0..<residuals.rowCount).map { factor.solve(Array(residuals.row($0)))[0] }
    squares += left.reduce(0) { $0 + $1 * $1 }
    let scores = left.indices.map { Double(targets.values[i, $0]) - left[$0] }
    if targets.isWrong(scores, sample: i) { wrong += 1 }
    count += 1
  }

  /// zₐ·z_b for the columns of one sample (c × c), of Z with `copies` columns per sample.
  static func products(_ z: FloatMatrix, copies: Int) -> [Matrix] {
    let samples = z.columnCount / copies
    var products = [Matrix](repeating: Matrix(rows: copies, columns: copies), count: samples)
    z.elements.withUnsafeBufferPointer { all in
      for b in 0..<copies {
        for a in b..<copies {
          // Row by row: a column lies scattered over the whole memory.
          var sums = [Double](repeating: 0, count: samples)
          sums.withUnsafeMutableBufferPointer { sums in
            for row in 0..<z.rowCount {
              let start = row * z.columnCount
              for s in 0..<samples {
                sums[s] += Double(all[start + s * copies + a]) * Double(all[start + s * copies + b])
              }
            }
          }
          for s in 0..<samples {
            products[s][a, b] = sums[s]
            products[s][b, a] = sums[s]
          }
        }
      }
    }
    return products
  }
}
