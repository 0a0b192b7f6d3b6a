public import LinearAlgebra
import Messages

/// A user's rows as the population of a regression: standardized, then turned into the basis where they are uncorrelated.
///
///     y = z·w* + η,   Σ_rows zᵢ zⱼ = 0 for i ≠ j,   Σ_rows η z = 0
///
/// A sample is one of the rows, each as likely; w* is the least-squares fit to all of them, η what it leaves. So the risk
/// ½ E (z·w − z·w*)² = ½ Σ λ (w − w*)² is exact for the rows, whatever their law.
public struct MeasuredInputs: Sendable, Equatable {
  /// z (n × d), the eigenvectors by falling eigenvalue.
  public let rows: Matrix
  /// η (n).
  public let residuals: [Double]
  /// λ (d) = E z², falling.
  public let spectrum: CovarianceSpectrum
  /// w* (d).
  public let weights: [Double]

  /// What one decomposition may cost: a matrix of this order.
  public static let largestInputCount = 4096

  /// Constant features are left out, and so are directions in which the rows do not vary.
  ///
  /// - Parameters:
  ///   - features: n × p.
  ///   - targets: n; scaled to mean 0 and variance 1.
  /// - Throws: a `Refusal` of kind `input` for fewer than three rows, more than 4,096 features, no feature that varies,
  ///   targets that do not vary, and numbers that are not finite.
  /// - Complexity: O(n p² + p³).
  public init(features: Matrix, targets: [Double]) throws {
    let (n, p) = (features.rowCount, features.columnCount)
    guard n >= 3, n == targets.count else {
      throw Refusal.input("a regression needs at least 3 rows, each with its target; found \(n)")
    }
    guard p <= Self.largestInputCount else {
      throw Refusal.input(
        "the rows have \(p) features; their covariance is decomposed for up to \(Self.largestInputCount); use fewer features"
      )
    }
    guard (features.elements + targets).allSatisfy(\.isFinite) else {
      throw Refusal.input("a feature or target is no finite number; fill or drop missing values first")
    }
    var columns: [[Double]] = []
    for j in 0..<p {
      if let column = Self.standardized((0..<n).map { features[$0, j] }) { columns.append(column) }
    }
    guard !columns.isEmpty else {
      throw Refusal.input("no feature varies between the rows; there is nothing to learn from")
    }
    guard let y = Self.standardized(targets) else {
      throw Refusal.input("all targets are \(NumberText.short(targets[0])); there is nothing to learn")
    }
    let x = Matrix(rows: columns.count, columns: n, elements: columns.flatMap { $0 })
    var covariance = x.timesTransposed(x)
    for i in covariance.elements.indices { covariance.elements[i] /= Double(n) }
    let eigen = try SymmetricEigen(covariance)
    let largest = eigen.values[eigen.values.count - 1]
    let kept = eigen.values.indices.reversed().filter { eigen.values[$0] > 1e-10 * largest }
    let turned = x.transposedTimes(eigen.vectors.rows(kept).transposed)
    // Sample moments in place of eigenvalues: exact for these rows.
    var (lambda, products) = ([Double](repeating: 0, count: kept.count), [Double](repeating: 0, count: kept.count))
    for b in 0..<n {
      for (i, z) in turned.row(b).enumerated() {
        lambda[i] += z * z / Double(n)
        products[i] += z * y[b] / Double(n)
      }
    }
    let weights = zip(products, lambda).map { $0 / $1 }
    residuals = (0..<n).map { y[$0] - dot(turned.row($0), weights[...]) }
    spectrum = try CovarianceSpectrum(eigenvalues: lambda)
    rows = turned
    self.weights = weights
  }

  /// E η², of targets with variance 1.
  public var noiseVariance: Double { squaredNorm(residuals[...]) / Double(residuals.count) }

  /// E (Σ z²)² over that of Gaussian inputs with the same spectrum: 1 without heavy tails.
  public var tailWeight: Double {
    let lambda = spectrum.eigenvalues
    let trace = lambda.reduce(0, +)
    var measured = 0.0
    for b in 0..<rows.rowCount {
      let norm = squaredNorm(rows.row(b))
      measured += norm * norm / Double(rows.rowCount)
    }
    return measured / (trace * trace + 2 * squaredNorm(lambda[...]))
  }

  /// Mean 0 and variance 1; nil for a constant.
  private static func standardized(_ values: [Double]) -> [Double]? {
    let n = Double(values.count)
    let mean = values.reduce(0) { $0 + $1 / n }
    let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / n }).squareRoot()
    let largest = values.reduce(0) { max($0, $1.magnitude) }
    guard deviation > 1e-12 * largest else { return nil }
    return values.map { ($0 - mean) / deviation }
  }
}
