import Activations
import DataModels
import LinearAlgebra
import QuantizedTraining
public import Workbench

/// One step of straight-through training: the engine that follows flips against dense products by BLAS, in the same run
/// and on one thread.
public struct StepBench: Sendable {
  private let request: StepBenchRequest
  private let observer: ProgressObserver

  public init(_ request: StepBenchRequest, observer: @escaping ProgressObserver = { _ in }) {
    self.request = request
    self.observer = observer
  }

  /// - Throws: a `Refusal` for sizes out of range.
  public func callAsFunction() throws -> StepBenchAnswer {
    var rows: [StepBenchAnswer.Row] = []
    let counter = ProgressCounter("timing", total: request.surrogates.count, observer)
    for surrogate in request.surrogates {
      var setting = try request.setting(surrogate)
      setting.labelNoise.standardDeviation = 1
      let sample = try setting.sample(RandomStream(seed: request.seed).branch("step bench"))
      rows += times(setting, sample)
      counter.advance()
    }
    return StepBenchAnswer(machine: .current, rows: rows)
  }

  private func times(_ setting: StraightThroughSetting, _ sample: TeacherSample) -> [StepBenchAnswer.Row] {
    let n = setting.weightCount
    var stream = RandomStream(seed: request.seed).branch("flips")
    var signs = sample.teacher
    let network = IntegerNetwork(setting.surrogate, sample, signs: signs)
    let dense = DenseStep(setting, sample)
    var slow: [[Double]] = [[], []]
    var fast = [[Double]](repeating: [], count: request.flips.count)
    // In turn, so that a busy moment of the machine meets all.
    for turn in 0..<request.repeats + 1 {
      for copies in [1, 2] {
        let one = Timing.of(repeats: 1, seconds: 60) { dense.gradient(signs, copies: copies) }.0
        if turn > 0 { slow[copies - 1] += one.warm }
      }
      for (place, flips) in request.flips.enumerated() {
        for _ in 0..<4 {
          let flipped = stream.permutation(n).prefix(flips).sorted()
          for j in flipped { signs[j] = -signs[j] }
          let time = Timing.of(repeats: 0, seconds: 60) {
            network.flip(flipped, to: signs)
            return network.gradient(noise: sample.noise).squares
          }.0
          if turn > 0 { fast[place].append(time.cold) }
        }
      }
    }
    let name = "\(setting.surrogate.name)/n=\(n),N=\(setting.sampleCount),m=\(setting.hiddenCount)"
    let entries = Double(n * setting.sampleCount * setting.hiddenCount)
    var rows = slow.enumerated().map { place, times in
      let timing = Timing(cold: 0, warm: times)
      return StepBenchAnswer.Row(
        case: name, contender: "dense \(AlgebraProvider.active.name), \(place == 0 ? "one copy" : "two copies")",
        milliseconds: timing.median, spread: timing.spread, ratioToBest: nil,
        bytesPerSecond: 8 * entries / timing.median * 1000)
    }
    for (flips, times) in zip(request.flips, fast) {
      let timing = Timing(cold: 0, warm: times)
      rows.append(
        .init(
          case: name, contender: "\(flips) flips", milliseconds: timing.median, spread: timing.spread,
          ratioToBest: nil, bytesPerSecond: nil))
    }
    let best = rows.compactMap(\.milliseconds).min()!
    for i in rows.indices { rows[i].ratioToBest = rows[i].milliseconds! / best }
    return rows
  }
}
