import DataModels
import FeatureMaps
import LinearAlgebra
import RandomFeatures

/// Mirror descent to the last layer of one map, at the step size that is taken and at others.
struct DescentStudy {
  /// A descent ends once its residual says that ridge regression is nearer than this, relative to its weights.
  static let tolerance = 0.01
  static let passLimit = 3000
  /// Step sizes to be compared after equally many passes; 2 is no longer stable.
  static let comparedSteps = [1.0 / 64, 1.0 / 16, 1.0 / 4, 1, 1.9, 2.1]
  /// As many passes as the taken descent, at most so many.
  static let comparedPasses = 100

  /// What the rows of the table hold, at step size 1.
  let taken: LastLayerDescent.End
  let compared: [LastLayerDescent.End]
  /// λ in units of the mean squared length of a row.
  let relativeLambda: Double

  init(
    _ fit: LastLayer, _ plan: MapPlan, _ map: any FeatureMap, on data: LabeledData, shifts: Shifts?, seed: UInt64,
    observer: @escaping ProgressObserver
  ) throws {
    func show(_ percent: Int) {
      observer(Progress(title: "mirror descent, \(plan.text)", done: percent, total: 100))
    }
    show(0)
    let descent = try LastLayerDescent(
      fit, map, on: data, shifts: shifts, stream: RandomStream(seed: seed).branch("mirror descent"))
    taken = try descent(tolerance: Self.tolerance, passLimit: Self.passLimit) { show(Int(90 * $0)) }
    let passes = min(taken.passes, Self.comparedPasses)
    let steps = Self.comparedSteps
    compared = try steps.indices.map { index in
      defer { show(90 + 10 * (index + 1) / steps.count) }
      return try descent(stepSize: steps[index], tolerance: 0, passLimit: passes)
    }
    relativeLambda = descent.relativeLambda
  }
}
