import Activations
import Messages

/// What a layer of random neurons does to the covariance of its inputs, in the limit of wide layers.
///
///     Σ_l ≈ a W Σ_{l−1} Wᵀ + b 1
///
/// Odd activations have one a = ρ₁² and one b = E φ² − s² a. Otherwise the mean feature vector of the layer before gives
/// every neuron an offset t ~ N(0, M), and a and b depend on it: nodes of a quadrature.
///
///     a(t) = (E z φ(t + s z)/s)²,   b(t) = Var φ(t + s z) − s² a(t),   s² = Tr Σ_{l−1}/d_{l−1}
struct LayerLaw: Sendable {
  struct Node: Sendable {
    let weight: Double
    let a: Double
    let b: Double
  }

  /// d_l.
  let width: Double
  let nodes: [Node]
  /// s² of the layer: Tr Σ_l/d_l.
  let variance: Double
  /// M of the layer: |mean feature vector|²/d_l; 0 for odd activations.
  let meanSquare: Double

  /// - Parameters:
  ///   - variance: that of the layer before.
  ///   - offsetVariance: its M.
  /// - Throws: a `Refusal` of kind `usage` where no part of the activation is linear.
  init(_ activation: any Activation, width: Int, variance before: Double, offsetVariance: Double) throws {
    let offsets =
      offsetVariance > 0
      ? zip(GaussHermite.forty.nodes, GaussHermite.forty.weights).map { ($0 * offsetVariance.squareRoot(), $1) }
      : [(0, 1)]
    var nodes: [Node] = []
    var (variance, meanSquare) = (0.0, 0.0)
    for (offset, weight) in offsets {
      let moments = GaussianMoments(activation, variance: before, offset: offset)
      let own = activation.isOdd ? moments.secondMoment : moments.variance
      let a = moments.slope * moments.slope
      // Rounding makes b of a linear activation a little negative.
      nodes.append(Node(weight: weight, a: a, b: max(0, own - before * a)))
      variance += weight * own
      if !activation.isOdd { meanSquare += weight * moments.mean * moments.mean }
    }
    let linear = before * nodes.reduce(0) { $0 + $1.weight * $1.a }
    guard linear.isFinite, variance.isFinite, linear > 1e-12 * variance else {
      throw Refusal.usage(
        "there is no theory of the activation \(activation.name): it has no linear part, and theory is about what the features keep of linear functions; choose one that is not even"
      )
    }
    self.width = Double(width)
    // Far offsets leave neurons that never fire, whose a is rounding.
    self.nodes = nodes.map { Node(weight: $0.weight, a: $0.a * before < 1e-16 * linear ? 0 : $0.a, b: $0.b) }
    self.variance = variance
    self.meanSquare = meanSquare
  }

  /// κ_l and D_l from those of the layer before, with their derivatives along any parameter.
  ///
  ///     (d_l/d_{l−1}) κ_{l−1} E[a/q] = 1,   D_l = d_l E[(b + a T)/q],   q = κ_l + b + a T,  T = κ_{l−1} D_{l−1}/d_{l−1}
  ///
  /// With one node κ_l = a κ_{l−1} (d_l − D_{l−1})/d_{l−1} − b. In general 1/E[a/q] is increasing and concave in κ_l, so
  /// that Newton's method climbs from 0 to the root and never passes it.
  ///
  /// - Returns: nil where there is no positive κ_l.
  func next(_ point: ChainPoint, after count: Double) -> ChainPoint? {
    let t = point.kappa * point.degrees / count
    let tSlope = (point.kappaSlope * point.degrees + point.kappa * point.degreesSlope) / count
    let aim = point.kappa * width / count
    var kappa = 0.0
    // Quadratic convergence, from one side.
    for step in 0..<100 {
      let (first, second) = sums(kappa, t)
      let change = (aim - 1 / first) * first * first / second
      if step == 0, !(change > 0) { return nil }
      let next = kappa + change
      guard next > kappa * (1 + 1e-15), nodes.count > 1 || step == 0 else { break }
      kappa = next
    }
    guard kappa > 0, kappa.isFinite else { return nil }
    var (s1, s2, s3, inverse, share, shareSlope) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for node in nodes {
      let q = kappa + node.b + node.a * t
      s1 += node.weight * node.a / q
      s2 += node.weight * node.a / (q * q)
      s3 += node.weight * node.a * node.a / (q * q)
      inverse += node.weight * (node.b + node.a * t) / (q * q)
      share += node.weight * (node.b + node.a * t) / q
      shareSlope += node.weight * node.a / (q * q)
    }
    let kappaSlope = (point.kappaSlope / point.kappa * s1 - tSlope * s3) / s2
    return ChainPoint(
      kappa: kappa, degrees: width * share, kappaSlope: kappaSlope,
      // d/d of (q − κ)/q = (κ a T′ − (b + a T) κ′)/q².
      degreesSlope: width * (kappa * tSlope * shareSlope - inverse * kappaSlope))
  }

  /// E[a/q] and E[a/q²].
  private func sums(_ kappa: Double, _ t: Double) -> (Double, Double) {
    var (first, second) = (0.0, 0.0)
    for node in nodes where node.a > 0 {
      let q = kappa + node.b + node.a * t
      first += node.weight * node.a / q
      second += node.weight * node.a / (q * q)
    }
    return (first, second)
  }
}
