import DataModels
import LinearAlgebra
import Messages
import Quotes

/// What a quote and the training that it precedes will take, estimated before either.
///
/// Operations of one path over some strengths: one eigendecomposition, and for every strength and column a number of
/// products with XᵀX; of leave-one-out, every weight that is rounded again. How fast this machine is, a product of two
/// matrices tells. Fitted to runs: MNIST with n = 5,000 took 9.3 and 16.5 s where this says 8 and 17.
struct QuoteCost {
  let quoteSeconds: Double
  let trainingSeconds: Double
  /// Whether pilots of random features are fitted too; they are not in the numbers.
  let hasFeatures: Bool

  private static let productsPerStrength = 250.0
  /// Of an eigendecomposition, in units of min(n, d)³.
  private static let eigenUnits = 9.0
  private static let secondsPerRounding = 6e-9

  /// - Parameters:
  ///   - lossyForms: how many forms ridge is rounded to, for each row that is left out.
  ///   - leavesOneOut: whether norms are fitted to all rows after all, at the strength of each row of the table.
  ///   - hasFeatures: whether random features are quoted too.
  init(
    samples n: Int, features d: Int, columns: Int, norms: Int, strengths: Int, lossyForms: Int, effort: QuoteEffort,
    folds: Int, leavesOneOut: Bool = false, hasFeatures: Bool
  ) {
    self.hasFeatures = hasFeatures
    let speed = Self.operationsPerSecond()
    func path(_ n: Double) -> Double {
      let side = min(n, Double(d))
      return 2 * n * Double(d) * side + Self.eigenUnits * side * side * side
        + Double(norms * strengths * columns) * Self.productsPerStrength * 2 * side * Double(d)
    }
    let rows = Double(n)
    let pilots = effort == .full ? 2 * path(rows / 4) + 2 * path(rows / 8) + path(rows) : path(rows / 4)
    let side = min(rows, Double(d))
    let ridge = 2 * rows * Double(d) * side + Self.eigenUnits * side * side * side
    let numbers = Double(columns * d * lossyForms)
    let leftOut = numbers > 0 ? min(rows, max(500, 3e6 / numbers)) : 0
    quoteSeconds =
      ((norms > 0 ? pilots : 0) + ridge) / speed + 15 * leftOut * numbers * Self.secondsPerRounding
    // The grid of training is about twice as fine, and every fold is fitted too.
    trainingSeconds = 2 * (path(rows) + Double(folds) * path(0.8 * rows)) / speed
  }

  /// Measured on a product of two small matrices.
  private static func operationsPerSecond() -> Double {
    let side = 256
    var stream = RandomStream(seed: 0)
    let a = Matrix(rows: side, columns: side, elements: stream.gaussians(side * side))
    let clock = ContinuousClock()
    let best = (0..<3).map { _ in clock.measure { _ = a.times(a) } }.min() ?? .zero
    let seconds = Double(best.components.seconds) + Double(best.components.attoseconds) * 1e-18
    return 2 * Double(side * side * side) / max(1e-6, seconds)
  }

  /// "about 4 s".
  static func text(_ seconds: Double) -> String {
    if seconds < 1 { return "less than a second" }
    return seconds < 90
      ? "about \(NumberText.fixed(seconds, 0)) s" : "about \(NumberText.fixed(seconds / 60, 0)) min"
  }

  /// Whether a user is better served by training.
  var isTrainingAsCheap: Bool { trainingSeconds <= 1.2 * quoteSeconds || trainingSeconds < 3 }

  var sentence: String {
    let advice =
      isTrainingAsCheap
      ? "training outright is as cheap: `signbit compress` gives measured errors and receipts"
      : "training all of it takes \(Self.text(trainingSeconds))"
    let features = hasFeatures ? "; pilots of random features take about half as long as training them" : ""
    return "this quote takes \(Self.text(quoteSeconds)); \(advice)\(features)"
  }
}
