import ConvexFunctions
import ConvexSolvers
import DataModels
import LinearAlgebra
import PackedInference

/// One penalty along its path: every solution, in every form, with its validation and test errors.
///
/// Paths are fitted at the same fractions of λ_max: one on all training rows, which is what a user gets and
/// what the test rows measure, and one on the fitting part of each fold. What picks λ is leave-one-out for ridge and what is
/// a function of its weights, and else the error on the rows that the folds hold out. The test rows never enter a choice.
struct PathStudy: Sendable {
  let penalty: String
  let choices: [StorageChoice]
  /// From the largest strength to the smallest.
  let points: [Point]
  private let preparation: Preparation

  struct Point: Sendable {
    /// λ / λ_max.
    let fraction: Double
    let fit: LinearFit
    /// One for each choice; nil where it was not tried.
    fileprivate(set) var outcomes: [Outcome?]
  }

  /// A solution in one form.
  struct Outcome: Sendable {
    /// On the rows of the folds that were held out; comparable between all penalties and forms.
    let foldError: MeasuredError
    let testError: MeasuredError
    /// Of the training rows themselves, where that is to be had.
    let leftOut: LeftOutErrors.Entry?

    /// What picks λ, scale and form: leave-one-out where it is exact, else `foldError`.
    var validationError: MeasuredError { leftOut.map { MeasuredError($0.error) } ?? foldError }

    /// Less is better: the winner of a race against those that it beat, which were measured on fewer rows, else the error.
    var rank: (Int, Double) { (leftOut?.isBeaten == true ? 1 : 0, validationError.value) }
  }

  /// A solution in the form that the file will hold.
  struct Stored {
    let layer: any PackedLayer
    let intercept: [Float]
    /// What storing adds to the ridge objective; nil for other penalties.
    let relativeExcess: Double?
    /// The share of the stored weights that are not zero.
    let nonzeroFraction: Double
  }

  /// - Parameters:
  ///   - full: The solutions on all training rows, at the fractions.
  ///   - folds: The same on the fitting part of each fold.
  init(
    penalty: any Penalty, fractions: [Double], choices: [StorageChoice], full: [LinearFit], folds: [[LinearFit]],
    preparation: Preparation, seed: UInt64, observe: @Sendable () -> Void
  ) throws {
    self.penalty = penalty.name
    self.choices = choices
    self.preparation = preparation
    let leftOut =
      penalty is SquaredL2
      ? try LeftOutErrors(choices, lambdas: full.map(\.lambda), preparation, seed: seed) : nil
    let parts = [preparation.full] + preparation.folds
    let fits = full.indices.map { i in [full[i]] + folds.map { $0[i] } }

    /// The outcomes of one point for some of the choices.
    @Sendable func outcomes(_ i: Int, _ tried: [Int]) -> [Outcome?] {
      let errors = parts.indices.map { p -> [MeasuredError?] in
        var storing = Storing(fits[i][p], on: parts[p])
        let layers = tried.map { c -> (weights: Matrix, intercept: [Float])? in
          guard let weights = storing.layer(choices[c])?.matrix else { return nil }
          return (weights, storing.intercept(for: weights))
        }
        return (p == 0 ? preparation.test : preparation.held[p - 1]).errors(of: layers)
      }
      return tried.indices.map { c in
        let held = errors.dropFirst().compactMap { $0[c] }
        guard let test = errors[0][c], held.count == parts.count - 1 else { return nil }
        return Outcome(
          foldError: MeasuredError(pooling: held), testError: test, leftOut: leftOut?.entry(lambda: i, tried[c]))
      }
    }

    let plain = choices.indices.filter { choices[$0].rounding == .plain }
    var points = try parallelMap(full.count) { i in
      let found = outcomes(i, plain)
      var all = [Outcome?](repeating: nil, count: choices.count)
      for (c, outcome) in zip(plain, found) { all[c] = outcome }
      observe()
      return Point(fraction: fractions[i], fit: full[i], outcomes: all)
    }
    // Data-aware rounding costs more than all the rest, and stays near the solution that it rounds: it is
    // tried only where that one is good.
    let slow = choices.indices.filter { choices[$0].rounding == .dataAware }
    let tried = slow.isEmpty ? [] : Self.worthRounding(try Self.floatErrors(full, folds, preparation))
    let found = try parallelMap(tried.count) { outcomes(tried[$0], slow) }
    for (i, list) in zip(tried, found) {
      for (c, outcome) in zip(slow, list) { points[i].outcomes[c] = outcome }
    }
    self.points = points
  }

  /// The held-out error of each solution as it is.
  private static func floatErrors(
    _ full: [LinearFit], _ folds: [[LinearFit]], _ preparation: Preparation
  ) throws -> [Double] {
    try parallelMap(full.count) { i in
      MeasuredError(
        pooling: folds.indices.compactMap { f in
          let (weights, data) = (folds[f][i].weights, preparation.folds[f])
          let intercept = data.intercept(for: weights).map { Float($0) }
          return preparation.held[f].errors(of: [(weights, intercept)])[0]
        }
      ).value
    }
  }

  /// The eight best points of those within a quarter of the best.
  private static func worthRounding(_ errors: [Double]) -> [Int] {
    let least = errors.min() ?? 0
    return errors.indices.filter { errors[$0] <= 1.25 * least }.sorted { (errors[$0], $0) < (errors[$1], $1) }
      .prefix(8).sorted()
  }

  /// The outcome of a solution in a form as it is: plain rounding and scales.
  func plain(_ point: Point, _ format: String) -> Outcome? {
    choices.firstIndex { $0.isPlain(format) }.flatMap { point.outcomes[$0] }
  }

  /// The solution in that form, on all training rows.
  func stored(_ point: Point, _ choice: StorageChoice) -> Stored? {
    var storing = Storing(point.fit, on: preparation.full)
    guard let layer = storing.layer(choice) else { return nil }
    let weights = layer.matrix
    return Stored(
      layer: layer, intercept: storing.intercept(for: weights),
      relativeExcess: point.fit.structure == .smooth ? storing.relativeExcess(of: weights) : nil,
      nonzeroFraction: Double(weights.elements.count { $0 != 0 }) / Double(weights.elements.count))
  }
}
