import Compression
import ConvexFunctions
import ConvexSolvers
import DataModels
import LinearAlgebra
import PackedInference

/// One penalty along its path: every solution, in every form, with its validation and test errors.
///
/// Paths are fitted at the same fractions of λ_max: one on all training rows, which is what a user gets and
/// what the test rows measure, and one on the fitting part of each fold, whose validation error picks λ. The
/// test rows never enter a choice.
struct PathStudy: Sendable {
  let penalty: String
  /// From the largest strength to the smallest.
  let points: [Point]

  struct Point: Sendable {
    /// λ / λ_max.
    let fraction: Double
    let fit: LinearFit
    let forms: [Form]
  }

  struct Form: Sendable {
    let compression: any StorageForm
    let layer: any PackedLayer
    let intercept: [Float]
    /// On the rows of the folds that were held out; comparable between all penalties and forms.
    let foldError: MeasuredError
    /// What picks λ: leave-one-out where it is exact, else `foldError`.
    let validationError: MeasuredError
    let testError: MeasuredError
  }

  init(
    penalty: any Penalty, fractions: [Double], compressions: [any StorageForm], full: [LinearFit],
    folds: [[LinearFit]], study: Preparation
  ) throws {
    self.penalty = penalty.name
    let ridge = penalty is SquaredL2 && study.data.usesLeaveOneOut ? RidgePath(study.full) : nil
    points = try parallelMap(full.count) { i in
      let forms = try compressions.map { compression in
        let foldError = MeasuredError(
          pooling: try folds.indices.map { f in
            let rows = study.data.folds[f].validation
            let held = try packed(folds[f][i], compression, study.folds[f])
            return MeasuredError(scores: try held.scores(rows.features), targets: rows.targets)
          })
        let final = try packed(full[i], compression, study.full, study.data.modelStandardization)
        let exact =
          compression.name == DenseLayer.format
          ? ridge.map { MeasuredError(scores: $0.leaveOneOut(full[i].lambda), targets: study.data.training.targets) }
          : nil
        return Form(
          compression: compression, layer: final.layer, intercept: final.intercept, foldError: foldError,
          validationError: exact ?? foldError,
          testError: MeasuredError(
            scores: try final.scores(study.data.test.features), targets: study.data.test.targets))
      }
      return Point(fraction: fractions[i], fit: full[i], forms: forms)
    }
  }

  /// The point with the least value; the largest strength among equal ones.
  static func best<Value: Comparable>(_ points: [Point], by value: (Point) -> Value?) -> Point? {
    var best: (point: Point, value: Value)?
    for point in points {
      guard let here = value(point) else { continue }
      if best.map({ here < $0.value }) ?? true { best = (point, here) }
    }
    return best?.point
  }
}

/// A solution in packed form, with the intercept that its compressed weights need.
///
/// The intercept is ȳ − Ŵx̄ with the compressed Ŵ: the bias that compression brings is taken out exactly on
/// the training mean.
///
/// - Parameter standardization: what the samples to come still need.
func packed(
  _ fit: LinearFit, _ compression: any StorageForm, _ data: LeastSquares,
  _ standardization: Model.Standardization? = nil
) throws -> Model {
  let layer = compression.layer(of: fit.weights, structure: fit.structure)
  var intercept = [Float](repeating: 0, count: layer.rowCount)
  if data.hasIntercept {
    let scores = layer.multiply(data.featureMeans.map { Float($0) })
    intercept = zip(data.targetMeans, scores).map { Float($0 - Double($1)) }
  }
  return try Model(layer: layer, intercept: intercept, answer: .values, standardization: standardization)
}
