import Activations
import ConvexFunctions
import DataFiles
import DataModels
import Experiments
import FeatureMaps
import LinearAlgebra
import Messages

/// Trains last layers on deep random features and measures what `TheoryFeatures` predicts.
public struct SimulateFeatures: Sendable {
  private let request: SimulateFeaturesRequest
  private let observer: ProgressObserver

  public init(_ request: SimulateFeaturesRequest, observer: @escaping ProgressObserver = { _ in }) {
    self.request = request
    self.observer = observer
  }

  /// - Throws: a `Refusal` for unknown names, values out of range, or more than fits into memory.
  public func callAsFunction() throws -> SimulateFeaturesAnswer {
    let model = try request.model.model()
    let simulation = try simulation(model)
    try checkMemory(simulation)
    let counter = ProgressCounter("simulating", total: request.trials * simulation.weights.count, observer)
    let rows = try simulation(using: RandomStream(seed: request.seed)) { counter.advance() }
    return SimulateFeaturesAnswer(
      model: .init(
        inputDim: model.inputCount, widths: model.widths, activation: model.activation.name,
        covariance: request.model.covariance, teacher: request.model.teacher, noiseVariance: model.noiseVariance,
        fit: request.model.fit, lastLayerScale: request.model.lastLayerScale, testSamples: request.testSamples,
        teachersPerDraw: request.teachersPerDraw, seed: request.seed),
      rows: table(rows, simulation))
  }

  /// The rows of `theory features` in its order: what was not simulated has a row that says why.
  private func table(
    _ rows: [FeatureSimulation.Row], _ simulation: FeatureSimulation
  ) -> [SimulateFeaturesAnswer.Row] {
    simulation.weights.flatMap { law in
      simulation.sampleCounts.flatMap { n in
        simulation.lambdas.flatMap { lambda in
          simulation.mirrors.flatMap { mirror in
            simulation.lastLayerBits.map { bits in
              let setting = FeatureSetting(
                weights: law, sampleCount: n, lambda: lambda, mirror: mirror.name, lastLayerBits: bits)
              let row = rows.first { $0.setting == setting }
              return .init(
                setting, row, depth: simulation.model.widths.count, noiseVariance: simulation.model.noiseVariance,
                trials: request.trials)
            }
          }
        }
      }
    }
  }

  private func simulation(_ model: FeatureRegression) throws -> FeatureSimulation {
    func check(_ flag: String, _ value: Int, from least: Int, to most: Int = 1_000_000) throws {
      guard (least...most).contains(value) else {
        throw Refusal.usage("\(flag) must lie between \(least) and \(most); found \(value)")
      }
    }
    try check("--trials", request.trials, from: 1)
    try check("--test-samples", request.testSamples, from: 2, to: 100_000_000)
    try check("--teachers-per-draw", request.teachersPerDraw, from: 1, to: 10_000)
    try check("--passes", request.passes, from: 1, to: 100_000_000)
    if let batch = request.batch { try check("--batch", batch, from: 1, to: 100_000_000) }
    guard request.model.fit == "mirror-descent" || (request.batch == nil && request.stepSize == nil) else {
      throw Refusal.usage("--batch and --step-size belong to --fit mirror-descent")
    }
    let mirrors = try request.model.potentials()
    guard request.model.lambdas.contains(0) || mirrors.contains(where: { $0.name == "l2" }) else {
      throw Refusal.usage(
        "mirrors other than l2 are simulated at λ = 0, where they choose among interpolating weights; add 0 to --lambda"
      )
    }
    let width = model.widths.last ?? 0
    let usesMirrors = mirrors.contains { $0.name != "l2" } || request.model.fit == "mirror-descent"
    if usesMirrors, let n = request.model.samples.max(), n >= width {
      throw Refusal.usage(
        "mirrors choose among interpolating weights, so that the last width, \(width), must be above --samples; found \(n)"
      )
    }
    let descent = DescentSettings(
      batchSize: request.batch, stepSize: request.stepSize, passes: request.passes)
    return FeatureSimulation(
      model: model, weights: request.model.weights.compactMap(DenseMap.Weights.init(rawValue:)),
      sampleCounts: request.model.samples, lambdas: request.model.lambdas, mirrors: mirrors,
      lastLayerBits: request.model.lastLayerBits, refitsScale: request.model.lastLayerScale == "refit",
      descent: request.model.fit == "mirror-descent" ? descent : nil, trials: request.trials,
      testSampleCount: request.testSamples, teachersPerDraw: request.teachersPerDraw)
  }

  /// Half of the memory of the machine for all trials that run at once.
  private func checkMemory(_ simulation: FeatureSimulation) throws {
    let atOnce = min(simulation.trials, ThreadLimit.current)
    let need = simulation.bytesPerTrial * Double(atOnce)
    let limit = 2 * Double(FileBytes.defaultLimit)
    guard need <= limit else {
      func gigabytes(_ bytes: Double) -> String { NumberText.short((bytes / 1e8).rounded() / 10) + " GB" }
      throw Refusal.usage(
        "this simulation needs about \(gigabytes(need)) for \(atOnce) trials at once, and half of this machine's memory is \(gigabytes(limit)); choose --threads 1, smaller --widths, --input-dim or --samples, or fewer --teachers-per-draw"
      )
    }
  }
}
