import Activations
public import DataModels
public import LinearAlgebra

/// Training by the straight-through estimator as it is written down: one step after the other, every product in full.
///
/// It is the definition of `EventDrivenTraining`, and takes what that does not: smooth surrogates, minibatches, masks, and
/// tails too heavy for 16 bits.
///
/// - Complexity: O(T N m n), with B in place of N for minibatches.
public struct StepwiseTraining {
  private let setting: StraightThroughSetting
  private let sample: TeacherSample
  private let units: LatentUnits
  private var order: [Int] = []
  private var shuffling: RandomStream

  /// - Parameter stream: of the trial; minibatches draw from its branch "batches".
  public init(_ setting: StraightThroughSetting, _ sample: TeacherSample, _ stream: RandomStream) {
    self.setting = setting
    self.sample = sample
    units = LatentUnits(setting, sample)
    shuffling = stream.branch("batches")
  }

  public mutating func callAsFunction(recording: Bool = false) -> StraightThroughRun {
    var run = StraightThroughRun(weightCount: sample.weightCount, steps: setting.steps)
    var u = units.start
    var signs = LatentUnits.signs(u)
    let labels = self.labels()
    var wasAtTeacher = false
    var flipped: [Int] = []
    for t in 0...setting.steps {
      if t > 0 {
        for j in u.indices { run.signSum[j] += Int(signs[j]) }
        for j in u.indices { run.latentMean[j] += u[j] }
        let isAtTeacher = signs == sample.teacher
        run.stepsAtTeacher += isAtTeacher ? 1 : 0
        run.returns += isAtTeacher && !wasAtTeacher ? 1 : 0
        wasAtTeacher = isAtTeacher
      }
      let isBatched = setting.batchSize != nil
      let rows = isBatched ? batch() : Array(0..<sample.sampleCount)
      if recording, t == 0 || !flipped.isEmpty {
        let all = isBatched ? gradient(signs, labels, Array(0..<sample.sampleCount)) : nil
        let squares = (all ?? gradient(signs, labels, rows)).squares
        let distance = signs.indices.count { signs[$0] != sample.teacher[$0] }
        run.events.append(
          .init(step: t, loss: LatentUnits.loss(squares, sample), distance: distance, flipped: flipped))
      }
      if t == setting.steps { break }
      var step = gradient(signs, labels, rows).gradient
      if !isBatched, run.absorbedAt == nil, LatentUnits.isAbsorbing(u, step) { run.absorbedAt = t }
      if case .mask(let bound) = setting.rule {
        for j in u.indices where u[j].magnitude > bound / units.scale { step[j] = 0 }
      }
      for j in u.indices { u[j] = min(max(u[j] - step[j], -units.bound), units.bound) }
      let next = LatentUnits.signs(u)
      flipped = signs.indices.filter { next[$0] != signs[$0] }
      signs = next
    }
    run.weights = u.map { $0 * units.scale }
    run.latentMean = run.latentMean.map { $0 / Double(setting.steps) * units.scale }
    return run
  }

  /// Σₖ vₖ σ(z_ik · w*) in multiples of v₁.
  private func labels() -> [Double] {
    (0..<sample.sampleCount).map { i in
      (0..<sample.hiddenCount).reduce(0) { sum, k in
        sum + (product(i, k, sample.teacher) > 0 ? Double(sample.outputWeights[k]) : 0)
      }
    }
  }

  /// z_ik · s, exact where the numbers are fixed-point.
  private func product(_ i: Int, _ k: Int, _ signs: [Int8]) -> Double {
    let row = (i * sample.hiddenCount + k) * sample.weightCount
    var sum = 0.0
    sample.forward.withUnsafeBufferPointer { z in
      for j in signs.indices { sum += Double(signs[j]) * Double(z[row + j]) }
    }
    return sum
  }

  /// Σᵢ ρ_i H_i over some samples, as if they were all N, and Σ ρ².
  private func gradient(
    _ signs: [Int8], _ labels: [Double], _ rows: [Int]
  ) -> (gradient: [Double], squares: Double) {
    let n = sample.weightCount
    let root = Double(n).squareRoot()
    let unit = sample.backwardUnit ?? 1
    var total = [Double](repeating: 0, count: n)
    var squares = 0.0
    for i in rows {
      var h = [Double](repeating: 0, count: n)
      var output = 0.0
      for k in 0..<sample.hiddenCount {
        let sum = product(i, k, signs)
        let v = Double(sample.outputWeights[k])
        if sum > 0 { output += v }
        let weight = v * setting.surrogate.derivative(sum / root)
        let row = (i * sample.hiddenCount + k) * n
        guard weight != 0 else { continue }
        sample.backward.withUnsafeBufferPointer { z in
          for j in 0..<n { h[j] += weight * (Double(z[row + j]) / unit) }
        }
      }
      let residual = output - labels[i] - units.noise[i]
      squares += residual * residual
      for j in 0..<n { total[j] += residual * h[j] }
    }
    let share = Double(sample.sampleCount) / Double(rows.count)
    return (share == 1 ? total : total.map { $0 * share }, squares)
  }

  /// The next samples of a pass in random order; a new pass begins where fewer are left.
  private mutating func batch() -> [Int] {
    let size = setting.batchSize ?? sample.sampleCount
    if order.count < size { order = shuffling.permutation(sample.sampleCount) }
    let rows = Array(order.prefix(size))
    order.removeFirst(size)
    return rows
  }
}
