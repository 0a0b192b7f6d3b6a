import LinearAlgebra

/// How far apart the means of the classes are, without what sampling adds.
///
///     D²ⱼₗ = ‖m̂ⱼ − m̂ₗ‖² − Sⱼ/nⱼ − Sₗ/nₗ,   Sⱼ = Σ over features of the sample variance within class j
///
/// which is unbiased for the squared distance of the true means; a value below zero says zero. Equiangular means
/// of equal length, as theory assumes them, have one distance.
struct ClassMeanDistances {
  /// K × K, symmetric; NaN beside a class with fewer than two rows.
  let squared: Matrix
  /// The expected ‖m̂ⱼ − m̂ₗ‖² of equal means, Sⱼ/nⱼ + Sₗ/nₗ (K × K).
  let noise: Matrix

  /// - Complexity: O(n d + K² d).
  init(_ features: Matrix, labels: [Int], classCount: Int) {
    let d = features.columnCount
    var means = Matrix(rows: classCount, columns: d)
    var counts = [Double](repeating: 0, count: classCount)
    for (i, label) in labels.enumerated() {
      counts[label] += 1
      for (j, x) in features.row(i).enumerated() { means[label, j] += x }
    }
    for k in 0..<classCount { for j in 0..<d { means[k, j] /= max(1, counts[k]) } }
    var scatter = [Double](repeating: 0, count: classCount)
    for (i, label) in labels.enumerated() {
      scatter[label] += zip(features.row(i), means.row(label)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    let ofMean = zip(scatter, counts).map { $1 > 1 ? $0 / ($1 - 1) / $1 : .nan }
    var (squared, noise) = (
      Matrix(rows: classCount, columns: classCount), Matrix(rows: classCount, columns: classCount)
    )
    for j in 0..<classCount {
      for l in 0..<classCount where l != j {
        let distance = zip(means.row(j), means.row(l)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        noise[j, l] = ofMean[j] + ofMean[l]
        squared[j, l] = distance - noise[j, l]
      }
    }
    self.squared = squared
    self.noise = noise
  }

  /// The distance of two classes.
  func distance(_ j: Int, _ l: Int) -> Double { max(0, squared[j, l]).squareRoot() }

  /// The median over all pairs.
  var median: Double {
    let all = (0..<squared.rowCount).flatMap { j in (0..<j).map { distance(j, $0) } }.filter(\.isFinite).sorted()
    return all.isEmpty ? 0 : all[all.count / 2]
  }
}
