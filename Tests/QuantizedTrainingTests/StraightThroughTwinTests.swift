import Activations
import DataModels
import LinearAlgebra
import QuantizedTraining
import Testing

/// The engine from event to event against the training that it replaces.
@Suite struct StraightThroughTwinTests {
  /// Everything that the engine takes, mixed at random.
  static func setting(_ index: Int) -> StraightThroughSetting {
    var stream = RandomStream(seed: 11).branch("configuration", index)
    func pick<Value>(_ values: [Value]) -> Value { values[stream.integer(below: values.count)] }
    var setting = StraightThroughSetting(
      weightCount: pick([1, 2, 5, 9, 16, 21]), hiddenCount: pick([1, 3, 8, 13, 33]), sampleCount: pick([1, 4, 12, 30]))
    let cutoff = pick([0.5, 1, 2])
    setting.surrogate = pick(SurrogateGradients.all(cutoff: cutoff).filter(\.isWindow))
    setting.outputWeights = pick(OutputWeightLaw.allCases)
    setting.labelNoise = LabelNoise(pick(LabelNoise.Law.allCases), standardDeviation: pick([0, 0, 0.5, 2]))
    setting.inputs = pick([.gaussian, .gaussian, .uniform, .offset(1), .autoregressive(0.5), .scales(0.1, 10)])
    setting.normalization = pick([.none, .none, .center, .standardize])
    setting.normalizationPlace = pick(InputNormalization.Place.allCases)
    setting.rule = pick([.plain, .plain, .clip(0.3), .clip(1)])
    setting.stepSize = pick([0.03, 1, 10])
    setting.start = pick(StraightThroughSetting.Start.allCases)
    setting.steps = pick([1, 2, 50, 150])
    return setting
  }

  /// The same flips at the same steps, the same integers in every sum, weights to rounding.
  @Test func sameRuns() throws {
    var (flips, absorbed, atTeacher, anew) = (0, 0, 0, 0)
    for index in 0..<100 {
      let setting = Self.setting(index)
      let stream = RandomStream(seed: 12).branch("trial", index)
      let sample = try setting.sample(stream)
      #expect(EventDrivenTraining.obstacle(sample) == nil)
      let fast = EventDrivenTraining(setting, sample)(recording: true)
      var twin = StepwiseTraining(setting, sample, stream)
      let slow = twin(recording: true)
      #expect(fast.events.map(\.step) == slow.events.map(\.step), "\(index)")
      #expect(fast.events.map(\.flipped) == slow.events.map(\.flipped), "\(index)")
      #expect(fast.events.map(\.distance) == slow.events.map(\.distance), "\(index)")
      #expect(fast.signSum == slow.signSum, "\(index)")
      #expect(fast.stepsAtTeacher == slow.stepsAtTeacher && fast.returns == slow.returns, "\(index)")
      #expect(fast.absorbedAt == slow.absorbedAt, "\(index): \(fast.absorbedAt ?? -1), \(slow.absorbedAt ?? -1)")
      if setting.labelNoise.standardDeviation == 0 || setting.labelNoise.law == .rademacher {
        #expect(fast.events.map(\.loss) == slow.events.map(\.loss), "\(index)")
      }
      for (a, b) in zip(fast.events, slow.events) {
        if abs(a.loss - b.loss) > 1e-12 * max(1, b.loss) { Issue.record("loss \(a.loss), \(b.loss) of \(index)") }
      }
      for (a, b) in zip(fast.weights + fast.latentMean, slow.weights + slow.latentMean) {
        if abs(a - b) > 1e-12 * max(1, abs(b)) { Issue.record("weight \(a), \(b) of \(index)") }
      }
      flips += fast.events.reduce(0) { $0 + $1.flipped.count }
      absorbed += fast.absorbedAt == nil ? 0 : 1
      atTeacher += fast.stepsAtTeacher > 0 ? 1 : 0
      anew += fast.events.count { 2 * $0.flipped.count > setting.weightCount }
    }
    #expect(flips > 2000 && absorbed > 20 && atTeacher > 20 && anew > 50, "\(flips) \(absorbed) \(atTeacher) \(anew)")
  }

  /// Without noise the teacher absorbs at once.
  @Test func teacherAbsorbs() throws {
    for index in 0..<20 {
      var setting = StraightThroughSetting(weightCount: 4, hiddenCount: 8, sampleCount: 60)
      setting.surrogate = SurrogateGradients.all()[index % 4]
      setting.steps = 300
      let sample = try setting.sample(RandomStream(seed: 13).branch("trial", index))
      let run = EventDrivenTraining(setting, sample)(recording: true)
      let last = try #require(run.events.last)
      #expect(run.meanRecovers(sample.teacher) && run.lastRecovers(sample.teacher) && run.returns <= 1)
      #expect(last.distance == 0 && last.loss == 0 && run.absorbedAt == last.step)
    }
  }

  /// Without clipping the course depends on w₀/η only, and from 0 not on η.
  @Test func stepSizeFromZero() throws {
    var setting = StraightThroughSetting(weightCount: 9, hiddenCount: 16, sampleCount: 20)
    setting.start = .zero
    setting.labelNoise.standardDeviation = 1
    setting.steps = 200
    let sample = try setting.sample(RandomStream(seed: 14))
    let one = EventDrivenTraining(setting, sample)(recording: true)
    setting.stepSize = 0.125
    let two = EventDrivenTraining(setting, sample)(recording: true)
    #expect(one.events == two.events && one.events.count > 20)
    #expect(zip(one.weights, two.weights).allSatisfy { $0 == 8 * $1 })
  }

  /// What only the twin takes: its minibatches of all samples are the full batch, masks freeze, tails may be heavy.
  @Test func onlyStepwise() throws {
    var setting = StraightThroughSetting(weightCount: 5, hiddenCount: 6, sampleCount: 10)
    setting.steps = 40
    let stream = RandomStream(seed: 15)
    let sample = try setting.sample(stream)
    var full = StepwiseTraining(setting, sample, stream)
    var batched = setting
    batched.batchSize = 10
    var same = StepwiseTraining(batched, sample, stream)
    #expect(full().signSum == same().signSum)
    for change in [
      { $0.batchSize = 3 }, { $0.rule = .mask(0.1) }, { $0.surrogate = TanhDerivative() },
      { $0.surrogate = SwishSignDerivative() },
    ] as [(inout StraightThroughSetting) -> Void] {
      var other = setting
      change(&other)
      #expect(EventDrivenTraining.obstacle(other) != nil)
      var training = StepwiseTraining(other, sample, stream)
      let run = training(recording: true)
      #expect(run.weights.allSatisfy(\.isFinite) && run.events.count > 1 && run.weights != full().weights)
    }
    setting.inputs = .student(0.7)
    #expect(EventDrivenTraining.obstacle(try setting.sample(stream)) != nil)
    let simulated = try StraightThroughSimulation(setting, trials: 2)(using: stream)
    #expect(simulated.allSatisfy { $0.obstacle?.contains("16 bits") == true })
  }

  /// Same seed, same trials at any number of threads.
  @Test func seeded() throws {
    let setting = StraightThroughSetting(weightCount: 8, hiddenCount: 8, sampleCount: 10)
    let run = { try StraightThroughSimulation(setting, trials: 6)(using: RandomStream(seed: 3), recorded: 2) }
    let first = try run()
    let before = ThreadLimit.current
    ThreadLimit.current = 1
    #expect(try run() == first)
    ThreadLimit.current = before
    #expect(!first[1].events.isEmpty && first[2].events.isEmpty)
  }
}
