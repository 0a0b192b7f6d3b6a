import DataModels

/// Means of two odd functions of correlated standard normals G, G′.
///
///     E[f(G) g(G′)],  E[G² f g],  E[G G′ f g],  E[G′² f g]
///
/// One Gauss–Legendre sum over G > 0, doubled; the inner mean over G′ | G ~ N(ΩG, 1 − Ω²) is exact. Panels end at
/// the kinks of f and, where G′ follows G closely, around those of g.
///
/// - Accuracy: 1e-9 absolute for functions of order 1, tested by the arcsine law for Ω up to 1 − 1e-8.
public struct BivariateMeans: Sendable {
  /// E[f g].
  public private(set) var plain = 0.0
  /// E[G² f g].
  public private(set) var firstSquared = 0.0
  /// E[G G′ f g].
  public private(set) var product = 0.0
  /// E[G′² f g].
  public private(set) var secondSquared = 0.0

  /// - Parameter moments: whether the last three are wanted too.
  public init(_ f: OddPiecewiseLinear, _ g: OddPiecewiseLinear, correlation: Double, moments: Bool = false) {
    guard !f.pieces.isEmpty, !g.pieces.isEmpty else { return }
    let deviation = ((1 - correlation) * (1 + correlation)).squareRoot()
    guard deviation > 1e-7 else {
      let sign = correlation < 0 ? -1.0 : 1.0
      plain = sign * f.mean(times: g)
      if moments {
        firstSquared = sign * f.mean(times: g, power: 2)
        product = f.mean(times: g, power: 2)
        secondSquared = firstSquared
      }
      return
    }
    let order = moments ? 3 : 1
    // Beyond its last break f is one piece; six deviations more leave e⁻¹⁸ of the mass that is there, squared.
    let end = max(9, (f.breaks.last ?? 0) + 6.5)
    let places = g.breaks
    // Where the pieces of g begin and end among its breaks; the last may have no end.
    let spans = g.pieces.map { (places.firstIndex(of: $0.low) ?? 0, places.firstIndex(of: $0.high)) }
    let far = TruncatedMoments.End(.infinity, mean: 0, deviation: 1)
    let nowhere = TruncatedMoments.End(-.infinity, mean: 0, deviation: 1)
    var above = [TruncatedMoments.End](repeating: far, count: places.count)
    var below = above
    for piece in f.pieces {
      let borders = Self.borders(from: piece.low, to: min(piece.high, end), kinks: g, correlation, deviation)
      GaussLegendre.forEach(between: borders) { x, weight in
        let mean = correlation * x
        let mass = 2 * weight * StandardNormal.density(x) * (piece.constant + piece.slope * x)
        for i in places.indices {
          above[i] = TruncatedMoments.End(places[i], mean: mean, deviation: deviation)
          below[i] = places[i] == 0 ? above[i] : TruncatedMoments.End(-places[i], mean: mean, deviation: deviation)
        }
        var inner = SIMD4<Double>()
        for i in spans.indices {
          let (part, low, high) = (g.pieces[i], spans[i].0, spans[i].1)
          let right = TruncatedMoments(
            above[low], high.map { above[$0] } ?? far, mean: mean, deviation: deviation, order: order)
          let left = TruncatedMoments(
            high.map { below[$0] } ?? nowhere, below[low], mean: mean, deviation: deviation, order: order)
          for m in 0..<order {
            inner[m] += part.constant * (right[m] - left[m]) + part.slope * (right[m + 1] + left[m + 1])
          }
        }
        plain += mass * inner[0]
        if moments {
          firstSquared += mass * x * x * inner[0]
          product += mass * x * inner[1]
          secondSquared += mass * inner[2]
        }
      }
    }
  }

  private static func borders(
    from low: Double, to high: Double, kinks g: OddPiecewiseLinear, _ correlation: Double, _ deviation: Double
  ) -> [Double] {
    guard low < high else { return [] }
    let panels = max(1, Int(((high - low) / 3).rounded(.up)))
    var borders = (0...panels).map { low + (high - low) * Double($0) / Double(panels) }
    let width = deviation / max(correlation.magnitude, 1e-3)
    if width < 0.5 {
      for kink in g.breaks {
        let center = kink / correlation.magnitude
        borders += [-7, -3, 0, 3, 7].map { center + $0 * width }.filter { $0 > low && $0 < high }
      }
      borders.sort()
    }
    return borders
  }
}
