import DataModels
import LinearAlgebra
import Messages
import QuantizedTraining

/// Trains by the straight-through estimator and measures what `TheorySTE` predicts.
public struct SimulateSTE: Sendable {
  private let request: SimulateSTERequest
  private let observer: ProgressObserver

  public init(_ request: SimulateSTERequest, observer: @escaping ProgressObserver = { _ in }) {
    self.request = request
    self.observer = observer
  }

  /// - Throws: a `Refusal` for unknown names, values out of range, data that do not fit into memory, and files that do
  ///   not hold what they should.
  public func callAsFunction() throws -> SimulateSTEAnswer {
    var setting = try request.model.setting()
    let simulations = try request.model.samples.map { samples in
      setting.sampleCount = samples
      return try StraightThroughSimulation(setting, trials: request.trials)
    }
    let prediction = STEPrediction(setting)
    let counter = ProgressCounter("simulating", total: request.trials * simulations.count, observer)
    var asked = request.model
    asked.weights = setting.weightCount
    var rows: [SimulateSTEAnswer.Row] = []
    var remarks: [String] = []
    var trace: [SimulateSTEAnswer.TracePoint] = []
    for simulation in simulations {
      let trials = try simulation(using: RandomStream(seed: request.seed), recorded: 1) { counter.advance() }
      rows.append(.init(simulation.setting.sampleCount, trials, prediction))
      remarks += Self.remarks(simulation.setting, trials).filter { !remarks.contains($0) }
      if trace.isEmpty { trace = (trials.first?.events ?? []).map { .init($0) } }
    }
    if prediction.isKnown { remarks += prediction.doubts(at: request.model.samples).map { "prediction: " + $0 } }
    return SimulateSTEAnswer(
      model: .init(setting: asked, seed: request.seed, remarks: remarks), rows: rows, trace: trace)
  }

  /// What a reader should know of how it was run, and whether it learned.
  private static func remarks(
    _ setting: StraightThroughSetting, _ trials: [StraightThroughSimulation.Trial]
  ) -> [String] {
    var remarks: [String] = []
    if let obstacle = trials.lazy.compactMap(\.obstacle).first {
      remarks.append("trained step by step, because \(obstacle)")
    }
    let moves = trials.first.map { $0.events.count > 1 } ?? true
    if trials.allSatisfy({ !$0.meanRecovers && !$0.lastRecovers && $0.occupation == 0 }) {
      let why = moves ? "" : ", and in the first no sign ever changed"
      remarks.append(
        "\(NumberText.grouped(setting.sampleCount)) samples: no trial found the teacher\(why); "
          + "theory ste says how many samples are needed")
    }
    return remarks
  }
}
