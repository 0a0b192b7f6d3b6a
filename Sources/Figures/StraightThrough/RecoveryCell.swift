import Activations
import DataModels
import LinearAlgebra
import QuantizedTraining

/// What trials of one straight-through setting found, measured in parts that a journal remembers.
struct RecoveryCell: Codable {
  var trials = 0
  var mean = 0
  var last = 0
  var occupation = 0.0
  var squaredOccupation = 0.0

  /// - Parameter name: what the setting differs in from others of the figure.
  init(
    _ setting: StraightThroughSetting, _ name: String, trials count: Int, _ session: FigureSession
  ) throws {
    let size = 25
    for part in 0..<(count + size - 1) / size {
      let trials = min(size, count - part * size)
      let label =
        "ste \(name) n=\(setting.weightCount) m=\(setting.hiddenCount) N=\(setting.sampleCount) T=\(setting.steps) "
        + "\(setting.surrogate.name) noise \(setting.labelNoise.standardDeviation) part \(part) of \(trials)"
      let found = try session.measured(label) {
        var sum = RecoveryCell()
        let stream = RandomStream(seed: session.seed).branch("straight-through", part)
        for trial in try StraightThroughSimulation(setting, trials: trials)(using: stream) { sum.add(trial) }
        return sum
      }
      self.trials += found.trials
      mean += found.mean
      last += found.last
      occupation += found.occupation
      squaredOccupation += found.squaredOccupation
    }
  }

  private init() {}

  private mutating func add(_ trial: StraightThroughSimulation.Trial) {
    trials += 1
    mean += trial.meanRecovers ? 1 : 0
    last += trial.lastRecovers ? 1 : 0
    occupation += trial.occupation
    squaredOccupation += trial.occupation * trial.occupation
  }

  /// A share of the trials as a dot.
  func dot(_ x: Double, _ count: Int, predicted: Double?) -> FigureSeries.Point {
    let rate = Double(count) / Double(trials)
    return .init(x, rate, standardError: (rate * (1 - rate) / Double(trials)).squareRoot(), predicted: predicted)
  }

  /// The mean occupation as a dot.
  func occupationDot(_ x: Double, predicted: Double?) -> FigureSeries.Point {
    let mean = occupation / Double(trials)
    let variance = max(0, squaredOccupation / Double(trials) - mean * mean)
    return .init(
      x, mean, standardError: (variance / Double(max(1, trials - 1))).squareRoot(), predicted: predicted)
  }
}
