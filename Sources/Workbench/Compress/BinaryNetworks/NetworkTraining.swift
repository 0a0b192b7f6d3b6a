import DataModels
import LinearAlgebra
import Messages
import QuantizedTraining

/// A training that ran, with what held-out rows said of it epoch by epoch.
struct NetworkTraining: Sendable {
  let setting: BinaryNetworkSetting
  let network: BinaryNetwork
  /// On the held-out rows after each epoch; empty without any.
  let errors: [MeasuredError]

  /// - Parameters:
  ///   - epochs: How far in the schedule; nil runs through it.
  ///   - observe: Called after each epoch.
  /// - Throws: a `Refusal` of kind `failure` where the loss is no number.
  init(
    _ setting: BinaryNetworkSetting, on data: LabeledData, judgedBy held: LabeledData? = nil, _ stream: RandomStream,
    epochs: Int? = nil, _ observe: @escaping @Sendable () -> Void
  ) throws {
    var training = BinaryNetworkTraining(setting, try TrainingRows(data, shifts: setting.shifts), stream)
    let heldRows = held.map { FloatMatrix($0.features) }
    var errors: [MeasuredError] = []
    for epoch in 1...(epochs ?? setting.epochs) {
      let loss = training.epoch()
      guard loss.isFinite else {
        throw Refusal.failure(
          "training the binary network diverged in epoch \(epoch); --optimizer adam is stable, and --standardize helps")
      }
      if let held, let heldRows {
        errors.append(MeasuredError(scores: training.current.scores(heldRows), targets: held.targets))
      }
      observe()
    }
    self.setting = setting
    self.errors = errors
    network = training.finished()
  }
}
