import Compression
import ConvexFunctions
import DataModels
import LinearAlgebra
import PackedInference
import QuantizedTraining

/// One network on all training rows, stopped where held-out rows say, and folded into integers.
struct NetworkStudy {
  let plan: NetworkPlan
  let epochs: Int
  /// Of the same training on the rows of the first fold, after as many epochs.
  let foldError: MeasuredError
  private let folded: FoldedNetwork

  /// - Parameters:
  ///   - judged: On the rows of the first fold.
  ///   - full: On all rows through the whole schedule; it is run again where that is too far.
  init(
    _ plan: NetworkPlan, judged: NetworkTraining, full: NetworkTraining, _ data: PreparedData, _ stream: RandomStream
  ) throws {
    self.plan = plan
    epochs = EarlyStopping.epochs(
      errors: judged.errors.map(\.value), standardErrors: judged.errors.map(\.standardError))
    foldError = judged.errors[epochs - 1]
    let stopped =
      epochs == full.setting.epochs
      ? full : try NetworkTraining(full.setting, on: data.training, stream, epochs: epochs) {}
    folded = try FoldedNetwork(stopped.network)
  }

  func model(_ data: PreparedData, provenance: String = "") throws -> Model {
    try Model(
      map: folded.map, layer: plan.form.layer(of: folded.weights, structure: .smooth), intercept: folded.intercept,
      answer: data.answer, standardization: data.modelStandardization, provenance: provenance)
  }
}
