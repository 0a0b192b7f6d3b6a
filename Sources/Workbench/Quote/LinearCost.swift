import Quotes

/// What quotes of linear models take.
///
/// Operations of one path over some strengths: one eigendecomposition, and for every strength and column a number of
/// products with XᵀX; of leave-one-out, every weight that is rounded again, and for norms the active manifolds. Fitted to runs:
/// MNIST with n = 5,000 took 9.3 and 16.5 s where this says 8 and 17; leave-one-out beside it 3.0 s where this says 3.7.
struct LinearCost {
  let samples: Int
  let features: Int
  let columns: Int
  let norms: Int
  let strengths: Int
  /// Forms of each penalty, and those of them that round.
  let forms: Int
  let lossyForms: Int
  let effort: QuoteEffort
  let folds: Int
  /// Whether norms are fitted to all rows after all, at the strength of each row of the table.
  let leavesOneOut: Bool

  private static let productsPerStrength = 250.0
  /// Of an eigendecomposition, in units of min(n, d)³.
  private static let eigenUnits = 9.0
  private static let secondsPerRounding = 6e-9
  /// Rows of one norm share this many strengths or fewer.
  private static let strengthsOfRows = 3

  private func path(_ n: Double, strengths: Int) -> Double {
    let (d, side) = (Double(features), min(n, Double(features)))
    return 2 * n * d * side + Self.eigenUnits * side * side * side
      + Double(norms * strengths * columns) * Self.productsPerStrength * 2 * side * d
  }

  /// - Parameter speed: operations per second.
  func quoteSeconds(_ speed: Double) -> Double {
    let (n, d) = (Double(samples), Double(features))
    let side = min(n, d)
    let pilots =
      effort == .full
      ? 2 * path(n / 4, strengths: strengths) + 2 * path(n / 8, strengths: strengths) + path(n, strengths: strengths)
      : path(n / 4, strengths: strengths)
    let ridge = 2 * n * d * side + Self.eigenUnits * side * side * side
    let numbers = d * Double(columns * lossyForms)
    let leftOut = numbers > 0 ? min(n, max(500, 3e6 / numbers)) : 0
    return ((norms > 0 ? pilots : 0) + ridge) / speed + 15 * leftOut * numbers * Self.secondsPerRounding
      + (leavesOneOut ? leaveOneOutSeconds(speed) : 0)
  }

  /// Norms at the strengths of their rows; half of the weights are taken to be free.
  private func leaveOneOutSeconds(_ speed: Double) -> Double {
    let (n, side) = (Double(samples), min(Double(samples), Double(features)))
    let count = min(strengths, forms, Self.strengthsOfRows)
    let free = side / 2
    let manifolds = Double(2 * norms * count * columns) * (n * free * free + free * free * free)
    let weights = Double(features * columns)
    let rows = min(n, max(Double(LinearReceipts.leastRows), Double(LinearReceipts.mostNumbers) / weights))
    let rounded = rows * weights * Double(lossyForms * (norms + 1))
    return ((norms > 0 ? path(n, strengths: count) : 0) + manifolds) / speed + 2 * rounded * Self.secondsPerRounding
  }

  /// The grid of training is about twice as fine, and every fold is fitted too.
  func trainingSeconds(_ speed: Double) -> Double {
    let n = Double(samples)
    return 2 * (path(n, strengths: strengths) + Double(folds) * path(0.8 * n, strengths: strengths)) / speed
  }
}
