public import DataModels
public import LinearAlgebra
import PackedInference

/// A test or validation error with its uncertainty.
public struct MeasuredError: Sendable, Equatable {
  /// Classification: the fraction of wrong labels. Regression: the mean squared error per target.
  public let value: Double
  /// Classification: √(p(1 − p)/n). Regression: the standard deviation of a sample's squared error over √n.
  public let standardError: Double
  public let sampleCount: Int

  /// The error over the rows of several measurements together.
  init(pooling parts: [MeasuredError]) {
    let n = parts.map(\.sampleCount).reduce(0, +)
    sampleCount = n
    value = parts.reduce(0) { $0 + $1.value * Double($1.sampleCount) } / Double(max(1, n))
    let squares = parts.reduce(0) {
      $0 + ($1.standardError * Double($1.sampleCount)) * ($1.standardError * Double($1.sampleCount))
    }
    standardError = squares.squareRoot() / Double(max(1, n))
  }

  /// The error of scores (n × K) against targets. A sample whose scores are not numbers counts as wrong.
  public init(scores: Matrix, targets: Targets) {
    let n = scores.rowCount
    sampleCount = n
    switch targets {
    case .classes(let labels, _):
      var wrong = 0
      for i in 0..<n {
        let row = scores.row(i)
        let best = row.indices.reduce(row.startIndex) { row[$1] > row[$0] ? $1 : $0 }
        if best - row.startIndex != labels[i] || !row.allSatisfy(\.isFinite) { wrong += 1 }
      }
      let p = Double(wrong) / Double(max(1, n))
      value = p
      standardError = (p * (1 - p) / Double(max(1, n))).squareRoot()
    case .values(let values):
      let errors = (0..<n).map { i in
        zip(scores.row(i), values.row(i)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(values.columnCount)
      }
      let mean = errors.reduce(0, +) / Double(max(1, n))
      let spread = errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, n - 1))
      value = mean.isFinite ? mean : .infinity
      standardError = (spread / Double(max(1, n))).squareRoot()
    }
  }
}

/// The share of the variance of the targets that scores explain: 1 − Σ(y − ŷ)² / Σ(y − ȳ)², all targets together.
///
/// NaN where the targets do not vary.
func coefficientOfDetermination(scores: Matrix, values: Matrix) -> Double {
  var residual = 0.0
  var total = 0.0
  for k in 0..<values.columnCount {
    let column = (0..<values.rowCount).map { values[$0, k] }
    let mean = column.reduce(0, +) / Double(max(1, column.count))
    for (i, y) in column.enumerated() {
      residual += (y - scores[i, k]) * (y - scores[i, k])
      total += (y - mean) * (y - mean)
    }
  }
  return total > 0 ? 1 - residual / total : .nan
}
