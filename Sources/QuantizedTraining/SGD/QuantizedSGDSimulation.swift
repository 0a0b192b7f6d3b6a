public import DataModels
public import LinearAlgebra
import Messages

/// Runs low-precision SGD on fresh samples of its model and measures the risks that `QuantizedSGDTheory` predicts.
///
///     let rows = try QuantizedSGDSimulation(model, trials: 100)(at: [500], using: RandomStream(seed: 1))
///
/// Risks are integrated over new inputs, so that only training is random. Trial k draws from the branch "trial" k.
public struct QuantizedSGDSimulation: Sendable {
  public let model: QuantizedRegression
  public let trials: Int

  /// One number for each trial.
  public struct Row: Sendable {
    /// t.
    public let iteration: Int
    /// R(w_t).
    public var risks: [Double] = []
    /// R(w̄), empty where nothing has been averaged; and R_q(w̄).
    public var averagedRisks: [Double] = []
    public var deployedRisks: [Double] = []
  }

  /// - Throws: a `Refusal` of kind `usage` for values out of range, or a batch that does not fit into memory.
  public init(_ model: QuantizedRegression, trials: Int) throws {
    try model.check()
    for target in QuantizationTarget.allCases where model[target].quantizer != nil {
      throw Refusal.usage("number formats are not yet simulated or predicted")
    }
    guard (1...100_000_000).contains(trials) else {
      throw Refusal.usage("a simulation has 1 to 100,000,000 trials; found \(trials)")
    }
    guard model.batchSize <= 100_000_000 / model.inputCount else {
      throw Refusal.usage(
        "a batch of \(model.batchSize) × \(model.inputCount) numbers is more than 100,000,000; choose a smaller batch")
    }
    self.model = model
    self.trials = trials
  }

  /// - Parameters:
  ///   - iterations: rising, each at most `model.steps`.
  ///   - observe: called after each trial, from several threads.
  public func callAsFunction(
    at iterations: [Int], using stream: RandomStream, observe: @escaping @Sendable () -> Void = {}
  ) throws -> [Row] {
    let all = try parallelMap(trials) { index in
      let measured = run(iterations, stream.branch("trial", index))
      observe()
      return measured
    }
    return iterations.indices.map { place in
      var row = Row(iteration: iterations[place])
      for trial in all {
        row.risks.append(trial[place].risk)
        if let averaged = trial[place].averaged, let deployed = trial[place].deployed {
          row.averagedRisks.append(averaged)
          row.deployedRisks.append(deployed)
        }
      }
      return row
    }
  }

  private func run(
    _ iterations: [Int], _ stream: RandomStream
  ) -> [(risk: Double, averaged: Double?, deployed: Double?)] {
    var trial = QuantizedSGDTrial(model, stream)
    var t = 0
    return iterations.map { iteration in
      while t < iteration {
        trial.step(t)
        t += 1
      }
      let averaged = trial.averaged
      return (
        trial.risk(trial.weights), averaged.map { trial.risk($0) }, averaged.map { trial.deployedRisk($0) }
      )
    }
  }
}
