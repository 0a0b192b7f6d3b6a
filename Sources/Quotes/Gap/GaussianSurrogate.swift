import DataModels
import LinearAlgebra
import Messages

/// Gaussian samples with the moments of the user's: class means and pooled covariance, or those of features and targets together.
///
/// Its errors are not those of the data (they are too small); the *differences* between penalties are nearly the same.
///
///     x = m_label + L z,   L Lᵀ = (1 − δ) S + δ diag S
///
/// S divides by n − K. The shrinkage δ is Ledoit and Wolf's for the diagonal, and used for n < 3d only.
///
/// - Source: Documentation/Quotes.md, synthetic gap; Schäfer & Strimmer (2005), eq. (9), target D.
struct GaussianSurrogate {
  /// One mean for each class, or one for all (of features and targets together).
  private let means: Matrix
  private let factor: Matrix
  private let counts: [Int]
  private let targets: Targets
  private let featureCount: Int

  /// - Complexity: O(n d² + d³).
  init(_ data: LabeledData) throws {
    targets = data.targets
    featureCount = data.featureCount
    var rows = data.features
    let labels: [Int]
    switch data.targets {
    case .classes(let all, let names):
      labels = all
      counts = names.indices.map { k in all.count { $0 == k } }
    case .values(let values):
      // Features and targets are one vector.
      rows = Matrix(rows: data.sampleCount, columns: data.featureCount + values.columnCount)
      for i in 0..<data.sampleCount {
        rows.elements.replaceSubrange(rows.range(ofRow: i), with: data.features.row(i) + values.row(i))
      }
      labels = [Int](repeating: 0, count: data.sampleCount)
      counts = [data.sampleCount]
    }
    var means = Matrix(rows: counts.count, columns: rows.columnCount)
    for (i, label) in labels.enumerated() {
      for (j, x) in rows.row(i).enumerated() { means[label, j] += x }
    }
    for k in counts.indices {
      for j in 0..<rows.columnCount { means[k, j] /= Double(max(1, counts[k])) }
    }
    for (i, label) in labels.enumerated() {
      let start = rows.range(ofRow: i).lowerBound
      for j in 0..<rows.columnCount { rows.elements[start + j] -= means[label, j] }
    }
    self.means = means
    factor = try Self.factor(centered: rows, freedom: max(1, rows.rowCount - counts.count))
  }

  /// L of the covariance, shrunk where rows are few.
  private static func factor(centered x: Matrix, freedom: Int) throws -> Matrix {
    let d = x.columnCount
    var covariance = x.gram
    for i in covariance.elements.indices { covariance.elements[i] /= Double(freedom) }
    if x.rowCount < 3 * d {
      let kept = 1 - shrinkage(x, covariance)
      for i in 0..<d { for j in 0..<d where i != j { covariance[i, j] *= kept } }
    }
    let variances = (0..<d).map { covariance[$0, $0] }
    let scale = variances.reduce(0, +) / Double(max(1, d))
    // What is missing to be positive definite: less than the weakest ridge on the curve would notice.
    for share in [1e-10, 1e-8, 1e-6] {
      var shifted = covariance
      for j in 0..<d { shifted[j, j] += share * scale + 1e-300 }
      guard let cholesky = Cholesky(shifted) else { continue }
      var factor = cholesky.lowerTriangle
      for j in 0..<d where variances[j] == 0 {
        for i in factor.range(ofRow: j) { factor.elements[i] = 0 }
      }
      return factor
    }
    throw Refusal.failure("the covariance of the features could not be factored; standardize them (--standardize)")
  }

  /// δ = Σ Var s_ij / Σ s_ij² over i ≠ j, within [0, 1].
  private static func shrinkage(_ x: Matrix, _ covariance: Matrix) -> Double {
    let n = Double(x.rowCount)
    var squares = x
    for i in squares.elements.indices { squares.elements[i] *= squares.elements[i] }
    let fourth = squares.gram
    var (above, below) = (0.0, 0.0)
    for i in 0..<x.columnCount {
      for j in 0..<x.columnCount where i != j {
        // The mean product is s (n − 1)/n or nearly so.
        let mean = covariance[i, j] * (n - 1) / n
        above += n / ((n - 1) * (n - 1) * (n - 1)) * (fourth[i, j] - n * mean * mean)
        below += covariance[i, j] * covariance[i, j]
      }
    }
    return below > 0 ? min(1, max(0, above / below)) : 0
  }

  /// `count` samples; classes have their shares.
  func samples(_ count: Int, using stream: RandomStream) throws -> LabeledData {
    var noise = stream.branch("features")
    let d = means.columnCount
    var x = Matrix(rows: count, columns: d, elements: noise.gaussians(count * d)).timesTransposed(factor)
    let total = Double(counts.reduce(0, +))
    // Sample i gets the class in which the share (i + ½)/count of all rows lies.
    var labels: [Int] = []
    var (k, upTo) = (0, Double(counts[0]) / total)
    for i in 0..<count {
      while (Double(i) + 0.5) / Double(count) > upTo, k < counts.count - 1 {
        k += 1
        upTo += Double(counts[k]) / total
      }
      labels.append(k)
      let start = x.range(ofRow: i).lowerBound
      for j in 0..<d { x.elements[start + j] += means[k, j] }
    }
    switch targets {
    case .classes(_, let names): return try LabeledData(features: x, targets: .classes(labels: labels, names: names))
    case .values(let values):
      let rows = (0..<count).map { x.row($0) }
      return try LabeledData(
        features: Matrix(rows: count, columns: featureCount, elements: rows.flatMap { $0.prefix(featureCount) }),
        targets: .values(
          Matrix(rows: count, columns: values.columnCount, elements: rows.flatMap { $0.suffix(values.columnCount) })))
    }
  }
}
