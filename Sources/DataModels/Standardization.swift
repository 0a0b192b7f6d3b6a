public import LinearAlgebra

/// Features shifted to mean 0 and scaled to standard deviation 1, by the training rows.
public struct Standardization: Sendable, Equatable {
  public let means: [Double]
  /// 1 where a feature does not vary by more than rounding: it is then only shifted.
  public let deviations: [Double]

  /// - Parameter features: the training rows only (n × d).
  public init(_ features: Matrix) {
    let (n, d) = (features.rowCount, features.columnCount)
    var sums = [Double](repeating: 0, count: d)
    for i in 0..<n {
      for j in 0..<d { sums[j] += features.elements[i * d + j] }
    }
    let means = sums.map { $0 / Double(max(1, n)) }
    var squares = [Double](repeating: 0, count: d)
    for i in 0..<n {
      for j in 0..<d {
        let x = features.elements[i * d + j] - means[j]
        squares[j] += x * x
      }
    }
    self.means = means
    deviations = squares.indices.map { j in
      let deviation = (squares[j] / Double(max(1, n))).squareRoot()
      // A mean of n equal numbers is off by some √n ulps. Models run in Float32, which ends at 1e-38.
      return deviation > max(1e-12 * means[j].magnitude, 1e-30) ? deviation : 1
    }
  }

  /// (x − mean) / deviation, row by row.
  public func applied(to features: Matrix) -> Matrix {
    var result = features
    let d = features.columnCount
    for i in 0..<features.rowCount {
      for j in 0..<d { result.elements[i * d + j] = (result.elements[i * d + j] - means[j]) / deviations[j] }
    }
    return result
  }
}
