/// What quotes of random features take.
///
/// Operations for each map of width w on n rows, s = min(n, w): G and ten strengths with their leave-one-out,
/// 2nws + 10(s³ + 2ns²), for the pilot, for all rows and for the folds of training; rounding, in proportion to K w² for each
/// form; the learning curve, an eigendecomposition and two or three points of N²s and 40 N²K. Fitted to runs of 1,000 to 5,000
/// rows and widths of 512 to 4,096, in seconds of one processor: quotes of 0.3 to 9 s within 27 %, training of 0.4 to 7 s within a factor of two.
struct FeatureCost {
  let samples: Int
  let columns: Int
  let forms: Int
  let folds: Int
  let widths: [Int]
  /// Shifted copies of each row, itself included.
  let copies: Int

  /// Costs of an operation in those of a product of matrices: much of fits is in Float32; draws of noise are products with few columns.
  private static let fitUnits = 0.68
  private static let curveUnits = 1.2
  private static let noiseUnits = 3.5
  private static let secondsPerRounding = 5e-9

  private func fit(_ n: Double, _ width: Double, strengths: Double) -> Double {
    let side = min(n, width)
    return Self.fitUnits * (2 * n * width * side + strengths * (side * side * side + 2 * min(n, 3000) * side * side))
  }

  private func rounding(_ width: Double) -> Double { Double(forms * columns) * width * width * Self.secondsPerRounding }

  private func curve(_ width: Double) -> Double {
    let pool = Double(min(samples, 2 * FeatureQuotes.mostPilotRows))
    let side = min(pool, width)
    let points = samples > 2 * FeatureQuotes.mostPilotRows ? 3.0 : 2.0
    return Self.curveUnits * (2 * pool * width * side + 9 * side * side * side + points * pool * pool * side)
      + Self.noiseUnits * points * 40 * pool * pool * Double(columns)
  }

  /// - Parameter speed: operations per second.
  func quoteSeconds(_ speed: Double) -> Double {
    let pilot = Double(copies * min(samples / 2, FeatureQuotes.mostPilotRows))
    return widths.map(Double.init).reduce(0) { sum, width in
      sum + (fit(pilot, width, strengths: 10) + curve(width)) / speed + rounding(width)
    }
  }

  func trainingSeconds(_ speed: Double) -> Double {
    let n = Double(samples * copies)
    return widths.map(Double.init).reduce(0) { sum, width in
      let count = min(Double(folds), max(1, (MapStudy.foldWork / (n * width * min(n, width))).rounded(.down)))
      return sum + (fit(n, width, strengths: 10) + count * fit(0.8 * n, width, strengths: 1)) / speed
        + (1 + count) * rounding(width)
    }
  }
}
