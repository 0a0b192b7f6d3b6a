import LinearAlgebra

/// Inner products among single columns of X, and with their signed sum b = X · pattern.
///
/// Looked up in XᵀX where that is kept, else computed from copies of the columns that were asked for.
struct ColumnProducts {
  private let data: LeastSquares
  /// XᵀX pattern where XᵀX is kept, else b.
  private var sum: [Double]
  private var columns: [Int: [Double]] = [:]
  /// ‖b‖².
  private(set) var patternSquare: Double

  init(_ data: LeastSquares, pattern: [Double]?) {
    self.data = data
    guard let pattern else {
      (sum, patternSquare) = ([], 0)
      return
    }
    let row = Matrix(rows: 1, columns: pattern.count, elements: pattern)
    if let gram = data.gram {
      sum = row.times(gram).elements
      patternSquare = dot(pattern[...], sum[...])
    } else {
      sum = row.timesTransposed(data.features).elements
      patternSquare = squaredNorm(sum[...])
    }
  }

  /// xᵢ · xⱼ for the columns i of a list.
  mutating func of(_ j: Int, with others: [Int]) -> [Double] {
    if let gram = data.gram { return others.map { gram[j, $0] } }
    let x = column(j)
    return others.map { dot(column($0)[...], x[...]) }
  }

  /// b · xⱼ.
  mutating func pattern(with j: Int) -> Double {
    data.gram == nil ? dot(sum[...], column(j)[...]) : sum[j]
  }

  /// Adds sign · xⱼ to b.
  mutating func add(_ j: Int, sign: Double) {
    patternSquare += 2 * sign * pattern(with: j) + data.squaredColumnNorms[j]
    if let gram = data.gram {
      for (i, x) in gram.row(j).enumerated() { sum[i] += sign * x }
    } else {
      for (i, x) in column(j).enumerated() { sum[i] += sign * x }
    }
  }

  private mutating func column(_ j: Int) -> [Double] {
    if let known = columns[j] { return known }
    let x = (0..<data.sampleCount).map { data.features[$0, j] }
    columns[j] = x
    return x
  }
}
