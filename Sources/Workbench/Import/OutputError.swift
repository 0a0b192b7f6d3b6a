import LinearAlgebra

/// How far the outputs of a stored layer are from those of the original.
struct OutputError {
  /// E = Σ (ŷ − y)² / Σ (y − ȳ)², all outputs together.
  let value: Double
  /// That of a ratio of means over rows: the deviation of eᵢ − E tᵢ over √n and t̄.
  let standardError: Double
  /// The share of rows whose largest output is the same; nil for a single output.
  let agreement: Double?

  /// - Parameters:
  ///   - outputs: ŷ (n × K).
  ///   - original: y (n × K).
  init(_ outputs: Matrix, original: Matrix) {
    let (n, width) = (original.rowCount, original.columnCount)
    var means = [Double](repeating: 0, count: width)
    for i in 0..<n { for k in 0..<width { means[k] += original[i, k] / Double(n) } }
    var errors: [Double] = []
    var sizes: [Double] = []
    var same = 0
    for i in 0..<n {
      let (y, z) = (original.row(i), outputs.row(i))
      errors.append(zip(y, z).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
      sizes.append(zip(y, means).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
      if indexOfLargest(y) == indexOfLargest(z) { same += 1 }
    }
    let size = sizes.reduce(0, +)
    value = errors.reduce(0, +) / size
    let ratio = value
    let spread = zip(errors, sizes).reduce(0) { $0 + ($1.0 - ratio * $1.1) * ($1.0 - ratio * $1.1) }
    standardError = (spread * Double(n) / Double(max(1, n - 1))).squareRoot() / size
    agreement = width > 1 ? Double(same) / Double(n) : nil
  }
}
