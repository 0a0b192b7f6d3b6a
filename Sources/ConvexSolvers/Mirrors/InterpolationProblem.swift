public import LinearAlgebra
import Messages

/// Fewer equations than weights: Φ a = y with Φ (n × w), n < w, of independent rows.
///
/// - Complexity: O(n² w + n³ / 3) time once, for ΦΦᵀ and its Cholesky factor; copies share them.
public struct InterpolationProblem: Sendable {
  /// Φ (n × w).
  public let features: Matrix
  /// y (n).
  public let targets: [Double]
  /// L of ΦΦᵀ = L Lᵀ.
  private let factor: Cholesky

  /// - Throws: a `Refusal`: of kind `usage` where there are not more weights than samples, of kind `input` for other
  ///   counts, numbers that are not finite, or rows that depend on each other.
  public init(features: Matrix, targets: [Double]) throws {
    let (n, w) = (features.rowCount, features.columnCount)
    guard n >= 1, n < w else {
      throw Refusal.usage(
        "a mirror chooses among interpolating weights, so there must be more features than samples; found \(w) features and \(n) samples"
      )
    }
    guard features.elements.allSatisfy(\.isFinite) else {
      throw Refusal.input("the features to interpolate on are not all finite numbers")
    }
    guard let factor = Cholesky(features.rowGram), factor.pivotRatio > 1e-14 else {
      throw Refusal.input(
        "the \(n) samples to interpolate depend on each other on these features; drop repeated samples, or use more features"
      )
    }
    self.features = features
    self.factor = factor
    self.targets = try Self.checked(targets, count: n)
  }

  /// The same features with other targets.
  ///
  /// - Throws: a `Refusal` of kind `input` for another count, or a number that is not finite.
  public func replacing(targets: [Double]) throws -> InterpolationProblem {
    InterpolationProblem(features, try Self.checked(targets, count: features.rowCount), factor)
  }

  private init(_ features: Matrix, _ targets: [Double], _ factor: Cholesky) {
    self.features = features
    self.targets = targets
    self.factor = factor
  }

  private static func checked(_ targets: [Double], count: Int) throws -> [Double] {
    guard targets.count == count, targets.allSatisfy(\.isFinite) else {
      throw Refusal.input("\(count) samples need \(count) finite targets; found \(targets.count)")
    }
    return targets
  }

  /// The interpolating weights of least ‖a‖: Φᵀ(ΦΦᵀ)⁻¹y.
  public var minimumNorm: [Double] { combined(factor.solve(targets)) }

  /// Φ a.
  func outputs(_ a: [Double]) -> [Double] {
    features.times(Matrix(rows: a.count, columns: 1, elements: a)).elements
  }

  /// Φᵀν.
  func combined(_ nu: [Double]) -> [Double] {
    features.transposedTimes(Matrix(rows: nu.count, columns: 1, elements: nu)).elements
  }

  /// y − Φ a.
  func misfit(_ a: [Double]) -> [Double] { zip(targets, outputs(a)).map { $0 - $1 } }

  /// The ν whose Φᵀν is nearest to u.
  func multipliers(nearest u: [Double]) -> [Double] {
    let first = factor.solve(outputs(u))
    // Once more on what is left: the normal equations alone lose half of the digits.
    let rest = zip(u, combined(first)).map { $0 - $1 }
    return zip(first, factor.solve(outputs(rest))).map { $0 + $1 }
  }

  /// The solution d of Φ diag(D) Φᵀ d = b, D ≥ 0; nil where the matrix is not positive definite to rounding.
  func solve(metric: [Double], _ b: [Double]) -> [Double]? {
    var scaled = features
    let roots = metric.map { $0.squareRoot() }
    let width = features.columnCount
    scaled.elements.withUnsafeMutableBufferPointer { entries in
      for start in stride(from: 0, to: entries.count, by: width) {
        for j in 0..<width { entries[start + j] *= roots[j] }
      }
    }
    return Cholesky(scaled.rowGram)?.solve(b)
  }
}
