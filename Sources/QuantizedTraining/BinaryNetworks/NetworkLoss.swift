public import DataModels
public import LinearAlgebra

/// What training makes small: mean cross-entropy of classes, or the mean square of standardized values.
public struct NetworkLoss: Sendable {
  private let labels: [Int]
  /// Standardized (n × K); empty for classes.
  private let values: FloatMatrix
  let outputCount: Int
  /// What a score of the network is in units of the targets: deviation · score + mean.
  let means: [Double]
  let deviations: [Double]

  public init(_ targets: Targets) {
    outputCount = targets.columnCount
    switch targets {
    case .classes(let labels, let names):
      self.labels = labels
      values = FloatMatrix(rows: 0, columns: names.count)
      means = [Double](repeating: 0, count: names.count)
      deviations = [Double](repeating: 1, count: names.count)
    case .values(let matrix):
      labels = []
      let standard = Standardization(matrix)
      values = FloatMatrix(standard.applied(to: matrix))
      means = standard.means
      deviations = standard.deviations
    }
  }

  /// The mean over some rows, and its gradient with respect to their scores (B × K).
  ///
  ///     classes: −log softmax(z)_label;     values: ½ Σₖ (z_k − y_k)²
  public func callAsFunction(_ scores: FloatMatrix, rows: ArraySlice<Int>) -> (value: Double, gradient: FloatMatrix) {
    var gradient = scores
    var total = 0.0
    let share = 1 / Float(rows.count)
    let indices = Array(rows)
    gradient.forEachRow { row, i in
      if labels.isEmpty {
        for k in row.indices {
          row[k] -= values[indices[i], k]
          total += 0.5 * Double(row[k]) * Double(row[k])
          row[k] *= share
        }
      } else {
        let label = labels[indices[i]]
        let largest = row.max()!
        let own = Double(row[label] - largest)
        var sum = 0.0
        for k in row.indices {
          let e = exponential(Double(row[k] - largest))
          row[k] = Float(e)
          sum += e
        }
        total += logarithm(sum) - own
        for k in row.indices { row[k] *= share / Float(sum) }
        row[label] -= share
      }
    }
    return (total / Double(indices.count), gradient)
  }
}
