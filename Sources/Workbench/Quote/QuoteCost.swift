import LinearAlgebra
import Messages

/// What a quote and the training that it precedes will take, estimated before either.
struct QuoteCost {
  let quoteSeconds: Double
  let trainingSeconds: Double

  /// - Parameters:
  ///   - linear: nil where no linear models are quoted.
  ///   - features: nil where no random features are.
  init(linear: LinearCost?, features: FeatureCost?) {
    let speed = Self.operationsPerSecond()
    quoteSeconds = (linear?.quoteSeconds(speed) ?? 0) + (features?.quoteSeconds(speed) ?? 0)
    trainingSeconds = (linear?.trainingSeconds(speed) ?? 0) + (features?.trainingSeconds(speed) ?? 0)
  }

  /// How fast this machine is: measured on a product of two small matrices.
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
    return "this quote takes \(Self.text(quoteSeconds)); \(advice)"
  }
}
