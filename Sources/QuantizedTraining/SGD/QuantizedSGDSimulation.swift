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
  public let method: Method
  private let measures: SGDMeasures

  /// How a run is computed.
  public enum Method: Sendable, CaseIterable {
    /// As the definition is written.
    case plain
    /// With vector kernels, which give the same bits.
    case fused
  }

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
  public init(_ model: QuantizedRegression, trials: Int, method: Method = .fused) throws {
    try model.check()
    guard (1...100_000_000).contains(trials) else {
      throw Refusal.usage("a simulation has 1 to 100,000,000 trials; found \(trials)")
    }
    guard model.batchSize <= 100_000_000 / model.inputCount else {
      throw Refusal.usage(
        "a batch of \(model.batchSize) × \(model.inputCount) numbers is more than 100,000,000; choose a smaller batch")
    }
    self.model = model
    self.trials = trials
    self.method = method
    measures = SGDMeasures(model)
  }

  /// - Parameters:
  ///   - iterations: rising, each at most `model.steps`.
  ///   - observe: called after each trial, from several threads.
  public func callAsFunction(
    at iterations: [Int], using stream: RandomStream, observe: @escaping @Sendable () -> Void = {}
  ) throws -> [Row] {
    let all = try parallelMap(trials) { index in
      let branch = stream.branch("trial", index)
      let measured =
        switch method {
        case .plain: run(PlainSGDTrial.self, iterations, branch)
        case .fused: run(FusedSGDTrial.self, iterations, branch)
        }
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

  private func run<Trial: SGDTrial>(
    _ type: Trial.Type, _ iterations: [Int], _ stream: RandomStream
  ) -> [(risk: Double, averaged: Double?, deployed: Double?)] {
    var trial = type.init(model, stream)
    var t = 0
    return iterations.map { iteration in
      while t < iteration {
        trial.step(t)
        t += 1
      }
      let averaged = trial.averaged
      return (
        measures.risk(trial.weights), averaged.map(measures.risk), averaged.map(measures.deployedRisk)
      )
    }
  }
}
