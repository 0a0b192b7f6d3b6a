import DataModels
import LinearAlgebra
import Messages
import Testing

/// The model of straight-through training: its limits and what it draws.
@Suite struct StraightThroughSettingTests {
  static func setting(_ change: (inout StraightThroughSetting) throws -> Void = { _ in }) rethrows
    -> StraightThroughSetting
  {
    var setting = StraightThroughSetting(weightCount: 6, hiddenCount: 8, sampleCount: 400)
    try change(&setting)
    return setting
  }

  @Test func refusals() throws {
    for (change, word) in [
      ({ $0.weightCount = 0 }, "weights"), ({ $0.hiddenCount = 0 }, "hidden units"),
      ({ $0.sampleCount = 0 }, "samples"),
      ({ $0.steps = 0 }, "steps"), ({ $0.batchSize = 401 }, "400"), ({ $0.labelNoise.standardDeviation = -1 }, "noise"),
      ({ $0.stepSize = .infinity }, "step size"), ({ $0.stepSize = .nan }, "step size"),
      ({ $0.rule = .clip(0) }, "bound"),
      ({ $0.rule = .mask(.nan) }, "bound"), ({ $0.inputs = .rows(Matrix(rows: 3, columns: 5)) }, "5 columns"),
    ] as [((inout StraightThroughSetting) -> Void, String)] {
      let setting = Self.setting(change)
      let refusal = #expect(throws: Refusal.self) { try setting.check() }
      #expect(refusal?.kind == .usage && refusal?.message.contains(word) == true, "\(refusal?.message ?? "")")
    }
    try Self.setting().check()
  }

  /// What is too large is refused before it is drawn, with the number of samples that fits.
  @Test func memory() throws {
    let large = Self.setting { $0.sampleCount = 100_000_000 }
    try large.check()
    let refusal = #expect(throws: Refusal.self) { try large.checkMemory(trials: 2, limit: 1 << 30) }
    let fits = (1 << 29) / (large.memory / large.sampleCount)
    #expect(refusal?.message.contains("at most 1,") == true && fits > 1000, "\(refusal?.message ?? "")")
    try Self.setting { $0.sampleCount = fits }.checkMemory(trials: 2, limit: 1 << 30)
    #expect(throws: Refusal.self) {
      try Self.setting { $0.sampleCount = fits + 1 }.checkMemory(trials: 2, limit: 1 << 30)
    }
    #expect(throws: Refusal.self) { try Self.setting().checkMemory(trials: 1, limit: 100) }
  }

  static let moments: [(String, Double, Double, Double)] = [
    ("gaussian", 0.0, 1.0, 0.0), ("uniform", 0, 1, 0), ("unit-interval", 0.5, 1.0 / 12, 0), ("exponential", 1, 1, 0),
    ("bernoulli:0.3", 0.3, 0.21, 0), ("offset:2", 2, 1, 0), ("student:10", 0, 1.25, 0), ("ar:0.8", 0, 1, 0.8),
    ("equal:0.5", 0, 1, 0.5), ("scales:2,2", 0, 4, 0),
  ]

  /// Means, variances and correlations of neighbors, within 5 standard errors of rounded bounds.
  @Test(arguments: moments) func laws(text: String, mean: Double, variance: Double, correlation: Double) throws {
    let law = try #require(try InputLaw.named(text))
    let sample = try Self.setting {
      $0.inputs = law
      $0.sampleCount = 1500
    }.sample(RandomStream(seed: 5).branch(text))
    let x = sample.forward.map { Double($0) - mean }
    let n = 6
    var sums = (0.0, 0.0, 0.0)
    for i in x.indices {
      sums.0 += x[i]
      sums.1 += x[i] * x[i]
      if i % n > 0 { sums.2 += x[i] * x[i - 1] }
    }
    let count = Double(x.count)
    let error = 5 * 2 / (count / Double(n)).squareRoot()
    #expect(abs(sums.0 / count) <= error * variance.squareRoot(), "\(sums.0 / count)")
    #expect(abs(sums.1 / count / variance - 1) <= error, "\(sums.1 / count)")
    #expect(abs(sums.2 / (count * 5 / 6) / variance - correlation) <= error, "\(sums.2)")
    let unit = try #require(sample.unit)
    #expect(sample.forward.allSatisfy { (Double($0) / unit).rounded() == Double($0) / unit })
    #expect(sample.forward.allSatisfy { (Double($0) / unit).magnitude <= 32_767 })
  }

  @Test func unknownLaws() throws {
    #expect(try InputLaw.named("gausian") == nil && InputLaw.named("rows.csv") == nil)
    for text in ["offset", "offset:x", "student:0", "scales:1", "scales:0,1", "ar:1"] {
      #expect(throws: Refusal.self) { try InputLaw.named(text) }
    }
  }

  /// Each normalization does what its name says, to the rows it drew.
  @Test(arguments: InputNormalization.allCases) func normalizations(_ normalization: InputNormalization) throws {
    let sample = try Self.setting {
      $0.inputs = try InputLaw.named("scales:0.2,5")!
      $0.normalization = normalization
    }.sample(RandomStream(seed: 6))
    let (n, count) = (6, sample.forward.count / 6)
    var covariance = Matrix(rows: n, columns: n)
    var means = [Double](repeating: 0, count: n)
    for i in 0..<count {
      for a in 0..<n {
        means[a] += Double(sample.forward[i * n + a]) / Double(count)
        for b in 0..<n {
          covariance[a, b] += Double(sample.forward[i * n + a]) * Double(sample.forward[i * n + b]) / Double(count)
        }
      }
    }
    let unit = try #require(sample.unit)
    for a in 0..<n {
      if normalization != .none { #expect(abs(means[a]) <= unit, "\(means[a])") }
      for b in 0..<n {
        switch normalization {
        case .none: break
        case .center: if a == b { #expect(abs(covariance[a, a] / power(0.2 * power(25, Double(a) / 5), 2) - 1) <= 0.2) }
        case .standardize, .winsorize: if a == b { #expect(abs(covariance[a, a] - 1) <= 1e-3) }
        case .whiten: #expect(abs(covariance[a, b] - (a == b ? 1 : 0)) <= 2e-3, "\(covariance[a, b])")
        }
      }
    }
  }

  /// In the backward product alone, the network sees the raw rows and whitening is Σ⁻¹.
  @Test func backwardAlone() throws {
    func drawn(_ change: (inout StraightThroughSetting) -> Void) throws -> TeacherSample {
      try Self.setting {
        $0.inputs = .scales(0.5, 2)
        change(&$0)
      }.sample(RandomStream(seed: 8))
    }
    let raw = try drawn { _ in }
    let one = try drawn { ($0.normalization, $0.normalizationPlace) = (.whiten, .backward) }
    #expect(one.forward == raw.forward && one.backward != raw.backward && raw.backward == raw.forward)
    #expect(one.teacher == raw.teacher && one.start == raw.start && one.outputWeights == raw.outputWeights)
    let squares = stride(from: 0, to: one.backward.count, by: 6).reduce(0.0) {
      $0 + Double(one.backward[$1]) * Double(one.backward[$1])
    }
    // The first feature has variance 1/4, so Σ⁻¹ z has variance 4.
    #expect(abs(squares / Double(one.backward.count / 6) - 4) <= 0.5, "\(squares)")
  }

  /// Heavy tails stay as they are; noise has its law; settings that differ in the noise share the rest.
  @Test func parts() throws {
    let heavy = try Self.setting { $0.inputs = .student(0.7) }.sample(RandomStream(seed: 9))
    #expect(heavy.unit == nil && heavy.forward.allSatisfy(\.isFinite))
    let wide = try Self.setting { $0.inputs = .offset(20) }.sample(RandomStream(seed: 9))
    #expect(wide.unit == 1.0 / 1024)
    for law in LabelNoise.Law.allCases {
      let noisy = try Self.setting { $0.labelNoise = LabelNoise(law, standardDeviation: 2) }.sample(
        RandomStream(seed: 9))
      let mean = noisy.noise.reduce(0) { $0 + $1 * $1 } / 400
      #expect(abs(mean - 4) <= 4 * 5 / 20, "\(law): \(mean)")
      if law == .rademacher { #expect(noisy.noise.allSatisfy { $0.magnitude == 2 }) }
      #expect(noisy.forward == (try Self.setting().sample(RandomStream(seed: 9)).forward))
    }
    let gaussian = try Self.setting { $0.outputWeights = .gaussian }.sample(RandomStream(seed: 9))
    #expect(gaussian.outputUnit == 1.0 / 256 && Set(gaussian.outputWeights).count > 4)
    #expect(try Self.setting { $0.start = .zero }.sample(RandomStream(seed: 9)).start.allSatisfy { $0 == 0 })
  }
}
