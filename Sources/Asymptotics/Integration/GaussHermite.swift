/// Gauss–Hermite nodes and weights for means over N(0, 1): exact for polynomials of degree 2 count − 1.
///
/// The nodes are the roots of the orthonormal Hermite polynomials h, which those of the degree below separate;
/// the weights are 1/Σ_{k < count} h_k(x)².
struct GaussHermite: Sendable {
  let nodes: [Double]
  let weights: [Double]

  /// The rule for the offsets of neurons.
  static let forty = GaussHermite(count: 40)

  /// - Precondition: at least one node.
  init(count: Int) {
    precondition(count >= 1)
    var roots: [Double] = [0]
    for degree in 2...max(2, count) where count > 1 {
      // Every root of degree k is below 2 √k.
      let end = 2 * Double(degree).squareRoot()
      let borders = [-end] + roots + [end]
      roots = zip(borders, borders.dropFirst()).map { low, high in
        // Polynomials have values everywhere, so that the search cannot fail.
        (try? BracketedRoot.root(in: low...high) { Self.polynomials(at: $0, count: degree)[degree] })
          ?? (low + high) / 2
      }
    }
    nodes = roots
    weights = roots.map { x in
      1 / Self.polynomials(at: x, count: count - 1).reduce(0) { $0 + $1 * $1 }
    }
  }

  /// h₀ … h_count.
  private static func polynomials(at x: Double, count: Int) -> [Double] {
    var h = [1.0, x]
    for k in 1..<max(1, count) {
      h.append((x * h[k] - Double(k).squareRoot() * h[k - 1]) / Double(k + 1).squareRoot())
    }
    return Array(h.prefix(count + 1))
  }
}
