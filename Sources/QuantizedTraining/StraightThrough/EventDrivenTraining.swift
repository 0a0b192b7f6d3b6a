import Activations
public import DataModels
import LinearAlgebra

/// Training by the straight-through estimator from one change of signs to the next: the run of `StepwiseTraining`, sooner.
///
/// Between changes the gradient is constant, so that the latent weights move on straight lines: the next change is known,
/// and sums over the steps before it are closed forms. Where no coordinate moves toward zero, nothing changes any more.
///
/// - Complexity: for each event what `IntegerNetwork` says, and N n; independent of the steps between.
public struct EventDrivenTraining {
  private let setting: StraightThroughSetting
  private let sample: TeacherSample
  private let units: LatentUnits

  /// - Precondition: there is no `obstacle`.
  public init(_ setting: StraightThroughSetting, _ sample: TeacherSample) {
    precondition(Self.obstacle(setting) == nil && Self.obstacle(sample) == nil, "the engine does not take this setting")
    self.setting = setting
    self.sample = sample
    units = LatentUnits(setting, sample)
  }

  /// Why only `StepwiseTraining` takes the setting; nil where this does too.
  public static func obstacle(_ setting: StraightThroughSetting) -> String? {
    if !setting.surrogate.isWindow { return "the surrogate \(setting.surrogate.name) is no window" }
    if setting.batchSize != nil { return "minibatches change the gradient at every step" }
    if case .mask = setting.rule { return "a mask changes the gradient between flips" }
    return nil
  }

  /// The same for what was drawn.
  public static func obstacle(_ sample: TeacherSample) -> String? {
    guard sample.unit != nil, sample.backwardUnit != nil else { return "the inputs do not fit into 16 bits" }
    let total = sample.outputWeights.reduce(0) { $0 + Int($1.magnitude) }
    return total > 65_535 ? "sums of so many output weights do not fit into 32 bits" : nil
  }

  public func callAsFunction(recording: Bool = false) -> StraightThroughRun {
    var run = StraightThroughRun(weightCount: sample.weightCount, steps: setting.steps)
    var u = units.start
    var signs = LatentUnits.signs(u)
    let network = IntegerNetwork(setting.surrogate, sample, signs: signs)
    var flipped: [Int] = []
    var t = 0
    var wasAtTeacher = false
    while true {
      let (gradient, squares) = network.gradient(noise: units.noise)
      let distance = signs.indices.count { signs[$0] != sample.teacher[$0] }
      if recording {
        run.events.append(
          .init(step: t, loss: LatentUnits.loss(squares, sample), distance: distance, flipped: flipped))
      }
      let leg = StraightLeg(u, gradient, bound: units.bound)
      if t < setting.steps, LatentUnits.isAbsorbing(u, gradient) { run.absorbedAt = t }
      // The signs hold at steps t, …, last.
      let last = min(
        setting.steps, leg.length.map { $0 > setting.steps - t ? setting.steps : t + $0 - 1 } ?? setting.steps)
      let first = max(1, t)
      if last >= first {
        for j in u.indices { run.signSum[j] += Int(signs[j]) * (last - first + 1) }
        leg.add(steps: first - t...last - t, to: &run.latentMean)
        run.stepsAtTeacher += distance == 0 ? last - first + 1 : 0
        run.returns += distance == 0 && !wasAtTeacher ? 1 : 0
        wasAtTeacher = distance == 0
      }
      guard last < setting.steps else {
        u = leg.place(after: setting.steps - t)
        break
      }
      u = leg.place(after: last + 1 - t)
      t = last + 1
      let next = LatentUnits.signs(u)
      flipped = signs.indices.filter { next[$0] != signs[$0] }
      signs = next
      network.flip(flipped, to: signs)
    }
    run.weights = u.map { $0 * units.scale }
    run.latentMean = run.latentMean.map { $0 / Double(setting.steps) * units.scale }
    return run
  }
}
