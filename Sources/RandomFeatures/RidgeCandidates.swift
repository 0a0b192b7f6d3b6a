import DataModels
import LinearAlgebra
import Messages

/// The fits along the grid of λ, and the choice among them.
struct RidgeCandidates {
  private(set) var path: [LastLayer.Point] = []
  private(set) var best: (weights: Matrix, lambda: Double, score: Double)?

  /// A strength whose system could not be factored.
  mutating func skip(_ relative: Double, _ lambda: Double) {
    path.append(.init(relativeLambda: relative, lambda: lambda, squaredError: nil, errorRate: nil))
  }

  /// A fit, judged by the samples that were left out.
  mutating func add(
    _ relative: Double, _ lambda: Double, weights: Matrix, judged: LeaveOneOut, targets: CenteredTargets
  ) {
    guard judged.isDefined, judged.squares.isFinite else { return skip(relative, lambda) }
    let count = Double(judged.count)
    let squared = judged.squares * targets.unit * targets.unit / (count * Double(weights.rowCount))
    var rate: Double?
    if case .classes = targets.targets { rate = Double(judged.wrong) / count }
    path.append(.init(relativeLambda: relative, lambda: lambda, squaredError: squared, errorRate: rate))
    if best.map({ squared < $0.score }) ?? true { best = (weights, lambda, squared) }
  }

  /// - Throws: a `Refusal` of kind `failure` where nothing could be fitted.
  func chosen() throws -> (weights: Matrix, lambda: Double) {
    guard let best else {
      throw Refusal.failure(
        "ridge regression on the random features failed at every λ; choose larger ones, or check the data for extremely large values"
      )
    }
    return (best.weights, best.lambda)
  }
}
