import LinearAlgebra

/// Means over a standard normal z of powers of the error δ = Q(z) − z, cell by cell.
struct ErrorMeans {
  /// Where the normal density ends for us: beyond, 1e-32.
  static let end = 12.0

  var error = 0.0
  var errorTimesValue = 0.0
  var errorTimesCube = 0.0
  var squaredError = 0.0
  var squaredErrorTimesSquare = 0.0
  var cubedErrorTimesValue = 0.0
  var fourthError = 0.0
  /// Of a = E[δ | z] and b = E[δ² | z], which two independent draws share: a², z²a², z a b, b².
  var squaredMean = 0.0
  var squaredMeanTimesSquare = 0.0
  var meanTimesSquareTimesValue = 0.0
  var squaredSquare = 0.0
  var saturated = 0.0

  /// Adds the means for numbers in a unit, over all z or with the weight of one block scale.
  mutating func add(_ line: NumberLine, unit: Double, _ rounding: some Rounding, in blocks: LargestOfBlock? = nil) {
    let numbers = line.numbers
    /// The end of the density, or of the magnitudes that a block with this scale holds.
    let end = min(Self.end, blocks?.upper ?? Self.end)
    let last = numbers.count - 1
    for i in -1...last {
      let (low, high) = (i < 0 ? -end : numbers[i] * unit, i == last ? end : numbers[i + 1] * unit)
      let (from, to) = (max(low, -end), min(high, end))
      // Cells about 0 that are too small to matter.
      guard from < to, to - from > 1e-12 || to.magnitude > 1e-9 else { continue }
      let isOutside = i < 0 || i == last
      let around =
        isOutside
        ? Neighbors(numbers[i < 0 ? 0 : last])
        : Neighbors(numbers[i], numbers[i + 1], lowerIsEven: line.lowerIsEven(i))
      // Where roundings and weights jump.
      let middle = isOutside ? from : low / 2 + high / 2
      var start = from
      func reach(_ place: Double) {
        let end = min(max(place, from), to)
        if start < end { add(start, end, around, unit, rounding, isOutside, blocks) }
        start = max(start, end)
      }
      if let blocks {
        for place in [middle, -blocks.lower, blocks.lower].sorted() { reach(place) }
      } else {
        reach(middle)
      }
      reach(to)
    }
  }

  /// What lies between two jumps, in pieces of at most half a standard deviation.
  private mutating func add(
    _ start: Double, _ end: Double, _ around: Neighbors, _ unit: Double, _ rounding: some Rounding, _ isOutside: Bool,
    _ blocks: LargestOfBlock?
  ) {
    let parts = Int(((end - start) / 0.5).rounded(.up))
    let width = (end - start) / Double(parts)
    for part in 0..<parts {
      addPiece(start + Double(part) * width, width, around, unit, rounding, isOutside, blocks)
    }
  }

  /// One piece.
  private mutating func addPiece(
    _ start: Double, _ width: Double, _ around: Neighbors, _ unit: Double, _ rounding: some Rounding, _ isOutside: Bool,
    _ blocks: LargestOfBlock?
  ) {
    let rule = width < 0.01 ? Self.four : Self.eight
    for (node, weight) in rule {
      let z = start + width * node
      let density =
        weight * width * exponential(-z * z / 2) * 0.3989422804014327 * (blocks?.weight(z) ?? 1)
      let up = around.lower < around.upper ? rounding.chanceUp(z / unit, around) : 0
      let (down, rise) = (around.lower * unit - z, around.upper * unit - z)
      let (down2, rise2) = (down * down, rise * rise)
      let (a, b) = ((1 - up) * down + up * rise, (1 - up) * down2 + up * rise2)
      let (m1, m2) = (density * a, density * b)
      let m3 = density * ((1 - up) * down2 * down + up * rise2 * rise)
      error += m1
      errorTimesValue += z * m1
      errorTimesCube += z * z * z * m1
      squaredError += m2
      squaredErrorTimesSquare += z * z * m2
      cubedErrorTimesValue += z * m3
      fourthError += density * ((1 - up) * down2 * down2 + up * rise2 * rise2)
      squaredMean += a * m1
      squaredMeanTimesSquare += z * z * a * m1
      meanTimesSquareTimesValue += z * b * m1
      squaredSquare += b * m2
      if isOutside { saturated += density }
    }
  }

  /// Gauss–Legendre on (0, 1): nodes and weights from those x on (−1, 1) and their weights w, both halved.
  private static func rule(_ half: [(x: Double, w: Double)]) -> [(Double, Double)] {
    var points: [(Double, Double)] = []
    for (x, w) in half { points += [(0.5 - x / 2, w / 2), (0.5 + x / 2, w / 2)] }
    return points
  }
  private static let four = rule([
    (0.3399810435848563, 0.6521451548625461), (0.8611363115940526, 0.3478548451374538),
  ])
  private static let eight = rule([
    (0.1834346424956498, 0.3626837833783620), (0.5255324099163290, 0.3137066458778873),
    (0.7966664774136267, 0.2223810344533745), (0.9602898564975363, 0.1012285362903763),
  ])
}

/// The blocks whose largest magnitude lies in (lower, upper], in standard deviations of the value looked at.
struct LargestOfBlock {
  let lower: Double
  let upper: Double
  /// The probability that the others of the block stay within each end.
  private let below: Double
  private let within: Double

  /// - Parameter others: The standard deviations of the others, likewise.
  init(_ lower: Double, _ upper: Double, others: [Double]) {
    self.lower = lower
    self.upper = upper
    func stay(_ t: Double) -> Double {
      others.reduce(1) { $1 > 0 ? $0 * errorFunction(t / $1 * 0.7071067811865476) : $0 }
    }
    (below, within) = (stay(lower), stay(upper))
  }

  /// Whether there are none to speak of.
  var isRare: Bool {
    // The value looked at itself stays within 12 deviations.
    within < 1e-30 || within - below < 1e-30 && lower > ErrorMeans.end
  }

  /// The probability of such a block, given one of its values.
  func weight(_ z: Double) -> Double {
    (z.magnitude <= upper ? within : 0) - (z.magnitude <= lower ? below : 0)
  }
}
