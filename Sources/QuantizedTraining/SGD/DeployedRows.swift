import DataModels
import LinearAlgebra
import Quantization

/// A user's rows z once a format has rounded them: conditional means and variances.
///
///     R_q(w) = ½ mean over rows of (z·w* − E[x̃ | z]·w)² + ½ Σ w² (mean over rows of Var[x̃ | z])
struct DeployedRows: Sendable {
  /// z·w* (n).
  private let labels: [Double]
  /// E[x̃ | z] (n × d).
  private let means: Matrix
  /// Mean over rows of Var[x̃ | z] (d).
  private let variances: [Double]

  /// - Complexity: O(n d), and so is each risk.
  init(_ measured: MeasuredInputs, _ quantizer: Quantizer, weights: [Double]) {
    let (n, d) = (measured.rows.rowCount, measured.rows.columnCount)
    var means = measured.rows
    var variances = [Double](repeating: 0, count: d)
    for b in 0..<n {
      for (i, outcome) in quantizer.outcomes(of: measured.rows.row(b)).enumerated() {
        means[b, i] = outcome.mean { $0 }
        variances[i] += outcome.variance / Double(n)
      }
    }
    labels = (0..<n).map { dot(measured.rows.row($0), weights[...]) }
    (self.means, self.variances) = (means, variances)
  }

  func risk(_ weights: [Double]) -> Double {
    var sum = 0.0
    for (b, label) in labels.enumerated() {
      let difference = label - dot(means.row(b), weights[...])
      sum += difference * difference
    }
    return 0.5 * sum / Double(labels.count) + 0.5
      * weights.indices.reduce(0) { $0 + variances[$1] * weights[$1] * weights[$1] }
  }
}
