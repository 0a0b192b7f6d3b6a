import CDenseAlgebra
import Messages

/// Eigenvalues and eigenvectors of a symmetric matrix, A = Σᵢ eᵢ vᵢ vᵢᵀ.
public struct SymmetricEigen: Sendable {
  /// Ascending.
  public let values: [Double]
  /// Row i is the unit eigenvector vᵢ.
  public let vectors: Matrix

  /// - Parameter a: symmetric, both halves given.
  /// - Throws: a `Refusal` of kind `failure` when the iteration does not converge (a NaN inside, usually).
  /// - Complexity: O(n³).
  public init(_ a: Matrix) throws {
    precondition(a.rowCount == a.columnCount)
    var vectors = a
    var values = [Double](repeating: 0, count: a.rowCount)
    let status = vectors.elements.withUnsafeMutableBufferPointer { pa in
      values.withUnsafeMutableBufferPointer { pw in
        a.rowCount == 0 ? 0 : cda_dsyevd(a.rowCount, pa.baseAddress!, pw.baseAddress!)
      }
    }
    guard status == 0, values.allSatisfy(\.isFinite) else {
      throw Refusal.failure(
        "the eigenvalues of a \(a.rowCount) × \(a.rowCount) matrix did not converge; check the data for infinite or extremely large values"
      )
    }
    self.values = values
    self.vectors = vectors
  }
}

/// The Cholesky factor L of a positive definite matrix, A = L Lᵀ.
public struct Cholesky: Sendable {
  private var factor: Matrix

  /// Nil when A is not positive definite to working precision.
  ///
  /// - Parameter a: symmetric; its lower triangle is read.
  /// - Complexity: O(n³ / 3).
  public init?(_ a: Matrix) {
    precondition(a.rowCount == a.columnCount)
    factor = a
    let size = a.rowCount
    let status = factor.elements.withUnsafeMutableBufferPointer {
      size == 0 ? 0 : cda_dpotrf(size, $0.baseAddress!, size)
    }
    if status != 0 { return nil }
  }

  /// L, with zeros above its diagonal.
  public var lowerTriangle: Matrix {
    var l = factor
    for i in 0..<l.rowCount {
      for j in i + 1..<max(i + 1, l.columnCount) { l[i, j] = 0 }
    }
    return l
  }

  /// The squared ratio of the smallest to the largest entry of the diagonal of L: an upper bound on 1 / the condition
  /// of A, and usually near it.
  public var pivotRatio: Double {
    let side = factor.columnCount
    let diagonal = (0..<side).map { factor.elements[$0 * side + $0] }
    guard let least = diagonal.min(), let largest = diagonal.max() else { return 1 }
    return (least / largest) * (least / largest)
  }

  /// The solution x of A x = b.
  public func solve(_ b: [Double]) -> [Double] {
    precondition(b.count == factor.rowCount)
    var x = b
    let size = b.count
    factor.elements.withUnsafeBufferPointer { l in
      x.withUnsafeMutableBufferPointer { if size > 0 { cda_dpotrs(size, l.baseAddress!, size, $0.baseAddress!) } }
    }
    return x
  }
}
