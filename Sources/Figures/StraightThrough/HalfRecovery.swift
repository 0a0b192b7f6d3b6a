import LinearAlgebra

/// The N at which half of the trials recover: logistic regression on ln N, by Newton's method.
struct HalfRecovery {
  let samples: Double
  let standardError: Double

  /// Nil where the rates do not rise with N, or separate completely.
  init?(_ cells: [(samples: Int, found: Int, trials: Int)]) {
    var (level, slope) = (0.0, 1.0)
    let center = cells.reduce(0) { $0 + logarithm(Double($1.samples)) } / Double(cells.count)
    var (a, b, c) = (0.0, 0.0, 0.0)
    for _ in 0..<60 {
      var (first, second) = (0.0, 0.0)
      (a, b, c) = (1e-9, 0, 1e-9)
      for cell in cells {
        let x = logarithm(Double(cell.samples)) - center
        let p = 1 / (1 + exponential(-(level + slope * x)))
        let (weight, rest) = (Double(cell.trials) * p * (1 - p), Double(cell.found) - Double(cell.trials) * p)
        (first, second) = (first + rest, second + rest * x)
        (a, b, c) = (a + weight, b + weight * x, c + weight * x * x)
      }
      let determinant = a * c - b * b
      guard determinant > 0 else { return nil }
      // Half steps keep far starts from overshooting.
      level += 0.7 * (c * first - b * second) / determinant
      slope += 0.7 * (a * second - b * first) / determinant
    }
    guard slope > 0.1, slope < 1e3, level.isFinite else { return nil }
    samples = exponential(center - level / slope)
    // By the delta method for ln N = −level / slope.
    let determinant = a * c - b * b
    let (u, v) = (-1 / slope, level / (slope * slope))
    standardError = samples * ((u * u * c - 2 * u * v * b + v * v * a) / determinant).squareRoot()
  }
}
