/// The motion of the latent weights while no sign changes.
///
///     u(d) = min(max(u − d G, −B), B)   after d steps
struct StraightLeg {
  private let start: [Double]
  private let gradient: [Double]
  private let bound: Double
  /// The steps until the first sign changes; nil where none ever does.
  let length: Int?

  init(_ start: [Double], _ gradient: [Double], bound: Double) {
    (self.start, self.gradient, self.bound) = (start, gradient, bound)
    var least: Int?
    for j in start.indices {
      guard let steps = Self.stepsToFlip(start[j], gradient[j]), steps < least ?? .max else { continue }
      least = steps
    }
    length = least
  }

  /// The least d at which u − d g has the other sign; nil for never, or beyond 10⁹ steps.
  private static func stepsToFlip(_ u: Double, _ g: Double) -> Int? {
    guard u >= 0 ? g > 0 : g < 0, u / g < 1e9 else { return nil }
    var steps = u >= 0 ? (u / g).rounded(.down) + 1 : (u / g).rounded(.up)
    // The quotient may be a rounding off.
    func isFlipped(_ d: Double) -> Bool { (u - d * g >= 0) != (u >= 0) }
    while steps > 1, isFlipped(steps - 1) { steps -= 1 }
    while !isFlipped(steps) { steps += 1 }
    return Int(steps)
  }

  /// u(d).
  func place(after d: Int) -> [Double] {
    start.indices.map { min(max(start[$0] - Double(d) * gradient[$0], -bound), bound) }
  }

  /// Adds Σ u(d) over a range of d.
  func add(steps: ClosedRange<Int>, to sums: inout [Double]) {
    for j in start.indices {
      let (u, g) = (start[j], gradient[j])
      // Whoever moves away from zero comes to the bound after `free` steps and stays there.
      let reach = g == 0 ? Double.infinity : ((bound - u.magnitude) / g.magnitude).rounded(.down)
      let movesAway = u >= 0 ? g < 0 : g > 0
      let free = movesAway && reach < Double(steps.upperBound) ? Int(reach) : steps.upperBound
      let end = min(free, steps.upperBound)
      if end >= steps.lowerBound {
        let count = Double(end - steps.lowerBound + 1)
        sums[j] += count * (u - g * (Double(steps.lowerBound) + Double(end)) / 2)
      }
      let held = steps.upperBound - max(end, steps.lowerBound - 1)
      if held > 0 { sums[j] += Double(held) * (u >= 0 ? bound : -bound) }
    }
  }
}
