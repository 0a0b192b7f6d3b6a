public import LinearAlgebra

extension Targets {
  /// The error of each sample under scores (n × K): 1 for a wrong label and 0 for a right one, or the squared error per
  /// target. A sample whose scores are not numbers counts as wrong.
  public func errors(of scores: Matrix) -> [Double] {
    switch self {
    case .classes(let labels, _):
      (0..<scores.rowCount).map { i in
        let row = scores.row(i)
        return indexOfLargest(row) != labels[i] || !row.allSatisfy(\.isFinite) ? 1 : 0
      }
    case .values(let values):
      (0..<scores.rowCount).map { i in
        zip(scores.row(i), values.row(i)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(values.columnCount)
      }
    }
  }

  /// The mean error of the best constant answer: the share of all classes but the largest, or the variance per target.
  public var constantError: Double {
    switch self {
    case .classes(let labels, let names):
      var counts = [Int](repeating: 0, count: names.count)
      for label in labels { counts[label] += 1 }
      return 1 - Double(counts.max() ?? 0) / Double(max(1, labels.count))
    case .values(let values):
      let n = Double(max(1, values.rowCount))
      return (0..<values.columnCount).reduce(0) { sum, k in
        let mean = (0..<values.rowCount).reduce(0) { $0 + values[$1, k] } / n
        return sum + (0..<values.rowCount).reduce(0) { $0 + (values[$1, k] - mean) * (values[$1, k] - mean) } / n
      } / Double(max(1, values.columnCount))
    }
  }
}
