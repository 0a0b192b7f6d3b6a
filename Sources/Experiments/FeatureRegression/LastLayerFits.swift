import Activations
import ConvexFunctions
import ConvexSolvers
import DataModels
import Iteration
import LinearAlgebra

/// Every last layer of one map and one number of samples.
struct LastLayerFits {
  /// Φ (n × w).
  private let features: Matrix
  /// Noisy labels, one row for each teacher (T × n).
  private let labels: Matrix
  private let stream: RandomStream

  init(features: Matrix, labels: Matrix, stream: RandomStream) {
    self.features = features
    self.labels = labels
    self.stream = stream
  }

  /// One candidate for each strength, mirror and number of bits, in that order.
  func candidates(_ simulation: FeatureSimulation) throws -> [LastLayerCandidate] {
    let ridge = SharedRidge(features: features, labels: labels)
    let isCurved = simulation.mirrors.contains { $0.name != "l2" } && simulation.lambdas.contains(0)
    let problem =
      isCurved || simulation.descent != nil
      ? try InterpolationProblem(features: features, targets: Array(labels.row(0))) : nil
    // Features of odd activations have mean zero.
    let means = simulation.model.activation.isOdd ? nil : columnMeans()
    return try simulation.lambdas.flatMap { lambda in
      try simulation.mirrors.filter { lambda == 0 || $0.name == "l2" }.flatMap { mirror in
        let (weights, iteration) = try fit(mirror, lambda, ridge, problem, simulation.descent)
        return simulation.lastLayerBits.map { bits in
          LastLayerCandidate(
            weights: weights, bits: bits, means: means, iteration: iteration, features: features, labels: labels)
        }
      }
    }
  }

  /// Weights (T × w), and what iterations came to.
  private func fit(
    _ mirror: any MirrorPotential, _ lambda: Double, _ ridge: SharedRidge, _ problem: InterpolationProblem?,
    _ descent: DescentSettings?
  ) throws -> (Matrix, FeatureSimulation.Iterated?) {
    let isPlain = mirror.name == "l2"
    guard let problem, !isPlain || descent != nil else { return (try ridge.weights(lambda), nil) }
    let plain = isPlain ? try ridge.weights(lambda) : nil
    var weights = Matrix(rows: labels.rowCount, columns: features.columnCount)
    var (updates, residual, distance, outcome) = (0.0, 0.0, 0.0, Outcome.converged)
    for t in 0..<labels.rowCount {
      let problem = try problem.replacing(targets: Array(labels.row(t)))
      let direct: [Double]
      if let plain {
        direct = Array(plain.row(t))
      } else {
        let fit = try MirrorInterpolation()(problem, mirror: mirror)
        direct = fit.weights
        outcome = max(outcome, fit.outcome)
        if descent == nil {
          updates += Double(fit.steps)
          residual = max(residual, fit.certificate.residual)
        }
      }
      var found = direct
      if let descent {
        let end = try descend(mirror, lambda, problem, descent, stream.branch("teacher", t))
        found = end.weights
        updates += Double(end.updates)
        residual = end.residual.isFinite ? max(residual, end.residual) : .nan
        distance = max(distance, Self.distance(found, direct))
        outcome = max(outcome, end.outcome)
      }
      weights.elements.replaceSubrange(weights.range(ofRow: t), with: found)
    }
    return (
      weights,
      FeatureSimulation.Iterated(
        updates: updates / Double(labels.rowCount), residual: residual, distance: descent == nil ? nil : distance,
        outcome: outcome)
    )
  }

  private func descend(
    _ mirror: some MirrorPotential, _ lambda: Double, _ problem: InterpolationProblem, _ settings: DescentSettings,
    _ stream: RandomStream
  ) throws -> (weights: [Double], updates: Int, residual: Double, outcome: Outcome) {
    let method = try StochasticMirrorDescent(
      mirror: mirror, lambda: lambda, batchSize: settings.batchSize, stepSize: settings.stepSize, stream: stream)
    let run = try Iteration.run(
      method, on: problem,
      until: StoppingRule(tolerance: settings.tolerance, stepLimit: settings.passes, checkEvery: 10))
    return (run.state.weights, run.state.updates, run.residual, run.outcome)
  }

  private static func distance(_ a: [Double], _ b: [Double]) -> Double {
    let square = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let norm = squaredNorm(b[...])
    return norm > 0 ? (square / norm).squareRoot() : square.squareRoot()
  }

  private func columnMeans() -> [Double] {
    var sums = [Double](repeating: 0, count: features.columnCount)
    for i in 0..<features.rowCount { add(1, times: features.row(i), to: &sums) }
    return sums.map { $0 / Double(features.rowCount) }
  }
}
