public import DataModels
public import LinearAlgebra
import Messages

/// Trains by the straight-through estimator on fresh data and teachers, and measures how often the teacher is found.
///
///     let trials = try StraightThroughSimulation(setting, trials: 100)(using: RandomStream(seed: 1))
///     let rate = Double(trials.count { $0.meanRecovers }) / 100
///
/// Trial k draws from the branch "trial" k.
public struct StraightThroughSimulation: Sendable {
  public let setting: StraightThroughSetting
  public let trials: Int

  /// What one trial found.
  public struct Trial: Sendable, Equatable {
    /// Whether the majority of sign(w_t) is the teacher.
    public let meanRecovers: Bool
    /// Whether the signs of the mean of w_t are.
    public let latentRecovers: Bool
    /// Whether sign(w_T) is.
    public let lastRecovers: Bool
    /// The share of steps at the teacher.
    public let occupation: Double
    /// How often training came to the teacher.
    public let returns: Int
    /// Whether training ended for good at other signs.
    public let isSpuriouslyAbsorbed: Bool
    /// Why `StepwiseTraining` did it; nil where the engine did.
    public let obstacle: String?
    /// The course of it, where asked for.
    public let events: [StraightThroughRun.Event]
  }

  /// - Throws: a `Refusal` of kind `usage` for values out of range, or data that do not fit into memory.
  public init(_ setting: StraightThroughSetting, trials: Int) throws {
    try setting.check()
    guard (1...100_000_000).contains(trials) else {
      throw Refusal.usage("a simulation has 1 to 100,000,000 trials; found \(trials)")
    }
    try setting.checkMemory(trials: min(trials, ThreadLimit.current))
    self.setting = setting
    self.trials = trials
  }

  /// - Parameters:
  ///   - recorded: the number of the first trials whose events are kept.
  ///   - observe: called after each trial, from several threads.
  public func callAsFunction(
    using stream: RandomStream, recorded: Int = 0, observe: @escaping @Sendable () -> Void = {}
  ) throws -> [Trial] {
    try parallelMap(trials) { index in
      let trial = try run(stream.branch("trial", index), recording: index < recorded)
      observe()
      return trial
    }
  }

  private func run(_ stream: RandomStream, recording: Bool) throws -> Trial {
    let sample = try setting.sample(stream)
    let obstacle = EventDrivenTraining.obstacle(setting) ?? EventDrivenTraining.obstacle(sample)
    let run: StraightThroughRun
    if obstacle == nil {
      run = EventDrivenTraining(setting, sample)(recording: recording)
    } else {
      var training = StepwiseTraining(setting, sample, stream)
      run = training(recording: recording)
    }
    let last = run.lastRecovers(sample.teacher)
    return Trial(
      meanRecovers: run.meanRecovers(sample.teacher), latentRecovers: run.latentRecovers(sample.teacher),
      lastRecovers: last, occupation: Double(run.stepsAtTeacher) / Double(run.steps), returns: run.returns,
      isSpuriouslyAbsorbed: run.absorbedAt != nil && !last, obstacle: obstacle, events: run.events)
  }
}
