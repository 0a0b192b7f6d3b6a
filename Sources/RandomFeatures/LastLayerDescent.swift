import ConvexSolvers
public import DataModels
public import FeatureMaps
public import Iteration
public import LinearAlgebra
import Messages

/// Finds a last layer a second time, by stochastic mirror descent (ψ = a²/2) at the λ of a direct fit.
///
/// All features are in memory in Float64, centered like those of the fit.
///
/// - Source: arXiv 2510.16250, section 4; how it comes to rest at ridge itself: `RidgeDescent`.
public struct LastLayerDescent: Sendable {
  /// The most features of all rows together: 256 MiB.
  public static let entryLimit = 1 << 25

  private let fit: LastLayer
  private let equations: RidgeEquations
  private let unit: Double
  private let stream: RandomStream

  /// - Parameters:
  ///   - fit: What was fitted to these samples through this map, with these shifts.
  ///   - stream: The orders of the rows.
  /// - Throws: a `Refusal` of kind `usage` where the features are more than `entryLimit`.
  public init(
    _ fit: LastLayer, _ map: any FeatureMap, on data: LabeledData, shifts: Shifts? = nil, stream: RandomStream
  )
    throws
  {
    let targets = try CenteredTargets(data.targets)
    var blocks = FeatureBlocks(map, data.features, shifts: shifts, rowsPerBlock: 1024)
    try Self.checkSize(rows: blocks.rowCount, width: map.outputCount)
    var features: [Double] = []
    features.reserveCapacity(blocks.rowCount * map.outputCount)
    for index in blocks.ranges.indices {
      let block = blocks.block(index)
      for i in 0..<block.rowCount {
        for (j, entry) in zip(0..., block.elements[block.range(ofRow: i)]) {
          features.append(Double(entry) - fit.featureMeans[j])
        }
      }
    }
    self.fit = fit
    self.stream = stream
    unit = targets.unit
    equations = try RidgeEquations(
      features: Matrix(rows: blocks.rowCount, columns: map.outputCount, elements: features),
      targets: targets.rows(0..<data.sampleCount, copies: blocks.copyCount).transposed.widened, lambda: fit.lambda)
  }

  /// λ in units of the mean squared length of a row, λ included: times η the rate of the slowest part for each pass.
  public var relativeLambda: Double { fit.lambda / equations.meanSquaredLength }

  /// - Parameter rows: Shifted copies counted.
  /// - Throws: a `Refusal` of kind `usage` that says which width would fit.
  public static func checkSize(rows: Int, width: Int) throws {
    guard rows * width > entryLimit else { return }
    let fitting = entryLimit / max(1, rows)
    throw Refusal.usage(
      "mirror descent keeps all features in memory, at most \(NumberText.grouped(entryLimit)) numbers, but \(NumberText.grouped(width)) features of \(NumberText.grouped(rows)) rows are \(NumberText.grouped(rows * width)); "
        + (fitting > 0 ? "choose a width of at most \(NumberText.grouped(fitting)), " : "take fewer rows, ")
        + "or the direct solver")
  }

  /// Where a descent ended.
  public struct End: Sendable {
    /// The fit with the weights that were reached, and the intercept that goes with them.
    public let layer: LastLayer
    /// η; 1 solves the equation of a row by each update.
    public let stepSize: Double
    public let passes: Int
    /// ‖W − W*‖/‖W*‖ from the weights W* of the direct fit; not finite where it diverged.
    public let distance: Double
    /// What the residual alone says the distance is at most, without W*.
    public let bound: Double
    public let outcome: Outcome
  }

  /// Descends from zero.
  ///
  /// - Parameters:
  ///   - stepSize: η, below 2.
  ///   - tolerance: Ends once the distance is surely at most this.
  ///   - observe: Called with the share that is done, in digits of the bound or in passes.
  /// - Throws: a `Refusal` of kind `usage` for a step size that is not above 0.
  public func callAsFunction(
    stepSize: Double = 1, tolerance: Double, passLimit: Int, observe: (Double) -> Void = { _ in }
  ) throws -> End {
    let method = try RidgeDescent(stepSize: stepSize, stream: stream)
    var first: Double?
    var done = 0.0
    let rule = StoppingRule(tolerance: tolerance, stepLimit: passLimit, checkEvery: 5)
    let run = try run(method, on: equations, until: rule) { passes, bound in
      guard passes > 0, bound > 0, bound.isFinite else { return }
      let start = first ?? bound
      first = start
      let digits = tolerance > 0 && start > tolerance ? logarithm(start / bound) / logarithm(start / tolerance) : 0
      // The bound of one pass may be above that of the one before.
      done = min(1, max(done, digits, Double(passes) / Double(max(1, passLimit))))
      observe(done)
    }
    var weights = run.state.weights
    for i in weights.elements.indices { weights.elements[i] *= unit }
    let rest = zip(weights.elements, fit.weights.elements).map { $0 - $1 }
    let size = squaredNorm(fit.weights.elements[...])
    return End(
      layer: fit.replacing(weights: weights), stepSize: stepSize, passes: run.state.passes,
      distance: size > 0 ? (squaredNorm(rest[...]) / size).squareRoot() : squaredNorm(rest[...]).squareRoot(),
      bound: run.residual, outcome: run.outcome)
  }
}

extension LastLayer {
  /// The same fit with other weights (K × w) and the intercept that goes with them.
  fileprivate func replacing(weights: Matrix) -> LastLayer {
    LastLayer(
      weights: weights, intercept: intercept(for: weights), lambda: lambda, path: path, featureMeans: featureMeans,
      targetMeans: targetMeans, gram: gram, correlations: correlations)
  }
}
