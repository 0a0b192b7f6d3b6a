/// The Cholesky factor of a Gram matrix whose vectors come and go, A = RᵀR.
///
/// - Source: Golub & Van Loan, *Matrix Computations* (4th ed.), §6.5.3.
public struct UpdatableCholesky: Sendable {
  /// How many vectors there are.
  public private(set) var count = 0
  /// R, upper triangular, in the top left corner of a square of this side.
  private var side: Int
  private var factor: [Double]
  /// A vector within this share of its squared length of the span of the others is taken for dependent.
  private let least: Double

  public init(dependence least: Double = 1e-10) {
    side = 16
    factor = [Double](repeating: 0, count: side * side)
    self.least = least
  }

  /// Adds a vector behind the others; false, and no change, where it depends on them.
  ///
  /// - Parameters:
  ///   - products: its inner products with the others, in their order.
  ///   - square: its squared length.
  /// - Complexity: O(m²).
  public mutating func append(_ products: [Double], square: Double) -> Bool {
    precondition(products.count == count)
    var column = products
    forward(&column)
    let rest = square - squaredNorm(column[...])
    guard rest > least * square, rest.isFinite else { return false }
    if count == side { grow() }
    for i in 0..<count { factor[i * side + count] = column[i] }
    factor[count * side + count] = rest.squareRoot()
    count += 1
    return true
  }

  /// Takes vector p out; those behind it move up.
  ///
  /// - Complexity: O((m − p)²) rotations and O(m p) moves.
  public mutating func remove(at p: Int) {
    precondition(p >= 0 && p < count)
    let (side, count) = (side, count)
    factor.withUnsafeMutableBufferPointer { r in
      for i in 0..<p {
        for k in (i * side + p + 1)..<(i * side + count) { r[k - 1] = r[k] }
      }
      for i in p..<(count - 1) {
        let (upper, lower) = (i * side, (i + 1) * side)
        // A rotation of rows i and i + 1 takes away what lies below the new diagonal.
        let (a, b) = (r[upper + i + 1], r[lower + i + 1])
        let length = (a * a + b * b).squareRoot()
        let (c, s) = (a / length, b / length)
        for k in (i + 1)..<count {
          let (x, y) = (r[upper + k], r[lower + k])
          r[upper + k - 1] = c * x + s * y
          r[lower + k] = c * y - s * x
        }
      }
    }
    self.count -= 1
  }

  /// The solution x of A x = b.
  ///
  /// - Complexity: O(m²).
  public func solve(_ b: [Double]) -> [Double] {
    precondition(b.count == count)
    var x = b
    forward(&x)
    for i in (0..<count).reversed() {
      let row = i * side
      x[i] = (x[i] - dot(factor[(row + i + 1)..<(row + count)], x[(i + 1)...])) / factor[row + i]
    }
    return x
  }

  /// Rᵀz = b, in place.
  private func forward(_ z: inout [Double]) {
    let (side, count) = (side, count)
    factor.withUnsafeBufferPointer { r in
      z.withUnsafeMutableBufferPointer { z in
        for i in 0..<count {
          let row = i * side
          let value = z[i] / r[row + i]
          z[i] = value
          for j in (i + 1)..<max(count, i + 1) { z[j] -= r[row + j] * value }
        }
      }
    }
  }

  private mutating func grow() {
    var larger = [Double](repeating: 0, count: 4 * side * side)
    for i in 0..<count {
      for j in i..<count { larger[i * 2 * side + j] = factor[i * side + j] }
    }
    side *= 2
    factor = larger
  }
}
