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

  /// The epoch to stop at: the end of the last twentieth of the schedule whose mean error on the held-out rows is within one
  /// standard error of the least.
  ///
  /// The step size falls to zero, so that late epochs differ by chance alone unless the network overfits: of equals the last
  /// has seen most.
  var lastGoodEpoch: Int {
    let length = max(1, setting.epochs / 20)
    let ends = stride(from: errors.count, to: 0, by: -length)
    let means = ends.map { end in
      let part = errors[max(0, end - length)..<end]
      return part.reduce(0) { $0 + $1.value } / Double(part.count)
    }
    guard let best = means.indices.min(by: { means[$0] < means[$1] }) else { return setting.epochs }
    let slack = errors[errors.count - 1 - best * length].standardError
    let last = means.firstIndex { $0 <= means[best] + slack } ?? 0
    return errors.count - last * length
  }
}
