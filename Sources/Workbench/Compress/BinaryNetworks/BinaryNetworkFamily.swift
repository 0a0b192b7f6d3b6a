import Activations
import Compression
import DataModels
import FeatureMaps
import LinearAlgebra
import Messages
import PackedInference
import QuantizedTraining

/// Networks of binary weights and activations with a last layer of few bits, trained by straight-through estimation.
struct BinaryNetworkFamily: CandidateFamily {
  static let name = "binary-network"
  /// What a row says whose training ran through its schedule: it is no optimum of anything.
  static let finishedStatus = "trained"

  /// What stands in the column of the map.
  static let mapName = "binary"

  /// Minutes of training are for those who ask for them.
  static func isMeant(by request: CompressRequest) -> Bool { !request.binaryNetworks.words.isEmpty }

  private let request: CompressRequest
  private let observer: ProgressObserver
  private let shape: ShapeSettings
  private let plans: [NetworkPlan]

  init(_ request: CompressRequest, observer: @escaping ProgressObserver) throws {
    self.request = request
    self.observer = observer
    shape = try ShapeSettings(request.randomFeatures)
    guard request.intercept else {
      throw Refusal.usage("binary networks have an intercept; --intercept no is for --families linear")
    }
    plans = try NetworkPlan.all(request, widths: shape.widths)
  }

  func check(_ data: PreparedData) throws {
    _ = try shape.shifts(of: data.training)
    for plan in plans { try memory(data).check(plan.widths) }
  }

  private func memory(_ data: PreparedData) -> NetworkMemory {
    let training = data.training
    return NetworkMemory(
      trainings: min(2 * plans.count, ThreadLimit.current), inputs: training.featureCount,
      outputs: training.targets.columnCount, rows: training.sampleCount)
  }

  func candidates(_ preparation: Preparation) throws -> FamilyCandidates {
    let data = preparation.data
    let shifts = try shape.shifts(of: data.training)
    let settings = try plans.map { try $0.setting(shifts: shifts) }
    let weights = settings.map { memory(data).weightCount($0.widths) + 1 }
    // Steps of equal work, so that the time that is left can be told.
    let least = weights.min() ?? 1
    let total = zip(settings, weights).reduce(0) { $0 + 2 * $1.0.epochs * ($1.1 / least) }
    let progress = ProgressCounter("training binary networks", total: total, observer)
    let stream = RandomStream(seed: request.seed).branch("binary-network")
    // The trainings of a plan share nothing but their setting: both run at once.
    let parts = try parallelMap(2 * plans.count) { index in
      let (setting, fold) = (settings[index / 2], data.folds[0])
      let observe: @Sendable () -> Void = { progress.advance(by: weights[index / 2] / least) }
      return index % 2 == 0
        ? try NetworkTraining(setting, on: fold.fit, judgedBy: fold.validation, stream.branch("validation"), observe)
        : try NetworkTraining(setting, on: data.training, stream.branch("training"), observe)
    }
    return FamilyCandidates(
      entries: try plans.indices.map { index in
        let study = try NetworkStudy(
          plans[index], judged: parts[2 * index], full: parts[2 * index + 1], data, stream.branch("training"))
        return try NetworkRow(study, data, request: request).entry()
      })
  }
}
