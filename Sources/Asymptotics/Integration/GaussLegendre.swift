/// Gauss–Legendre nodes and weights on [−1, 1]: exact for polynomials of degree 2 count − 1.
///
/// - Source: Abramowitz & Stegun (1964), 25.4.29.
struct GaussLegendre: Sendable {
  let nodes: [Double]
  let weights: [Double]

  /// For panels of up to 3 deviations: the smooth integrands here are then exact to about 1e-13.
  private static let many = GaussLegendre(count: 24)
  /// For panels of up to a quarter.
  private static let few = GaussLegendre(count: 8)

  init(count: Int) {
    var nodes: [Double] = []
    var weights: [Double] = []
    for i in 0..<count {
      // Chebyshev's nodes are near enough for Newton's method to stay with its own root.
      var x = -cosine(of: (Double(i) + 0.75) / (Double(count) + 0.5))
      var derivative = 0.0
      for _ in 0..<20 {
        var (p, previous) = (1.0, 0.0)
        for n in 1...count {
          (p, previous) = ((Double(2 * n - 1) * x * p - Double(n - 1) * previous) / Double(n), p)
        }
        derivative = Double(count) * (x * p - previous) / (x * x - 1)
        let step = p / derivative
        x -= step
        if step.magnitude < 1e-16 { break }
      }
      nodes.append(x)
      weights.append(2 / ((1 - x * x) * derivative * derivative))
    }
    self.nodes = nodes
    self.weights = weights
  }

  /// Calls `body(x, weight)` for the nodes of every panel between consecutive borders.
  static func forEach(between borders: [Double], _ body: (Double, Double) -> Void) {
    for i in 1..<max(1, borders.count) where borders[i] > borders[i - 1] {
      let (middle, half) = ((borders[i] + borders[i - 1]) / 2, (borders[i] - borders[i - 1]) / 2)
      let rule = half < 0.125 ? few : many
      for (node, weight) in zip(rule.nodes, rule.weights) { body(middle + half * node, half * weight) }
    }
  }
}

/// cos(π x), by its series: the start of Newton's method needs few digits.
private func cosine(of x: Double) -> Double {
  // cos(πx) = −cos(π(1 − x)) folds the argument to [0, ½].
  if x > 0.5 { return -cosine(of: 1 - x) }
  let y = Double.pi * x * Double.pi * x
  return 1 - y / 2 * (1 - y / 12 * (1 - y / 30 * (1 - y / 56 * (1 - y / 90))))
}
