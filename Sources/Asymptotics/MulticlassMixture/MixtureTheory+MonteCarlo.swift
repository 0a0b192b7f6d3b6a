public import ConvexFunctions
import DataModels
import LinearAlgebra
import Messages

extension MixtureTheory {
  /// Below so many active weights of a class their number fluctuates too much for a limit.
  private static let fewestActive = 50.0
  /// So near to its collapse, relative to λ_max, the classes of ℓ∞ have very unequal scales.
  private static let nearCollapse = 0.75...1.25

  /// The law that `auto` would ask: draws where the mean-field limit is known to fail.
  public func method(for penalty: any Penalty, lambda: Double) throws -> MixtureLaw {
    let penalty = try shrinking(penalty)
    return needsDraws(penalty, try trained(penalty, lambda), lambda) ? .monteCarlo : .exact
  }

  /// Whether the mean-field limit is known to fail.
  func needsDraws(_ penalty: any ShrinkagePenalty, _ trained: TrainedMixture, _ lambda: Double) -> Bool {
    guard reducible else { return false }
    return switch penalty.structure {
    case .smooth: false
    // Without any hope of a non-zero weight there is nothing to draw.
    case .zeros: trained.columns.contains { !$0.isZero } && trained.fewestActive < Self.fewestActive
    case .boundary:
      collapses(of: penalty).contains { Self.nearCollapse.contains(lambda / $0) }
    }
  }

  /// Draws have one group of features and not too many classes.
  private var reducible: Bool { setting.groups.count == 1 && setting.classCount <= Self.mostGeneralClasses }

  private struct Measurement: Sendable {
    var values: [Double]
  }

  /// Means over draws of the reduced problem, with their standard errors.
  func monteCarloRow(
    _ penalty: any ShrinkagePenalty, _ trained: TrainedMixture, _ lambda: Double, _ draws: Int, _ stream: RandomStream
  ) throws -> Row {
    guard reducible else {
      throw Refusal.usage(
        "the law \"monte-carlo\" needs one group of features and at most \(Self.mostGeneralClasses) classes; use \"exact\""
      )
    }
    guard (2...100_000).contains(draws) else {
      throw Refusal.usage("the reduced problem needs between 2 and 100,000 draws; found \(draws)")
    }
    let problem = try ReducedProblem(trained, penalty: penalty, lambda: lambda)
    let error = MixtureError(problem.mixture)
    let structure = penalty.structure
    let measured = try parallelMap(draws) { index in
      let draw = try problem.draw(stream.branch("draw", index))
      func testError(_ format: MixtureFormat) throws -> Double {
        let weights = format.applied(to: draw.weights, structure: structure)
        return try error(weights, intercept: problem.intercept(for: weights, means: draw.means), means: draw.means)
      }
      var (nonzero, boundary) = (0, 0)
      for l in 0..<draw.weights.rowCount {
        let row = draw.weights.row(l)
        let most = row.reduce(0) { max($0, $1.magnitude) }
        nonzero += row.count { $0 != 0 }
        boundary += row.count { $0.magnitude == most }
      }
      let size = Double(draw.weights.elements.count)
      return Measurement(
        values: [
          try error(draw.weights, intercept: draw.intercept, means: draw.means), try testError(.commonSign),
          Double(nonzero) / size, Double(boundary) / size, draw.trainingLoss,
        ] + (try formats.map(testError)))
    }
    func mean(_ index: Int) -> MeanWithUncertainty {
      let count = Double(measured.count)
      let mean = measured.reduce(0) { $0 + $1.values[index] } / count
      let square = measured.reduce(0) { $0 + ($1.values[index] - mean) * ($1.values[index] - mean) }
      return MeanWithUncertainty(mean: mean, standardError: (square / (count - 1) / count).squareRoot())
    }
    return Row(
      penalty: penalty.name, lambda: lambda, testError: mean(0), oneBitTestError: mean(1),
      formatErrors: formats.indices.map { mean(5 + $0) }, nonzeroFraction: mean(2), boundaryFraction: mean(3),
      trainingLoss: mean(4), method: .monteCarlo)
  }
}
