import DataModels
import LinearAlgebra
import Messages
import Testing

@Suite struct MixtureSettingTests {
  static let laws: [FeatureNoise] = [.gaussian, .student, .uniform, .sparse, .rectified]

  /// Mean 0 and variance 1, within 5 standard errors of 200,000 values; the fourth moment of Student's t with five
  /// degrees is 9, the largest, so that the variance has a standard error of at most √(24/200,000) = 0.011 and more for
  /// its heavy tail.
  @Test(arguments: laws) func noiseIsStandardized(_ law: FeatureNoise) {
    var stream = RandomStream(seed: 6).branch(law.name)
    let values = law.sample(200_000, using: &stream)
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + $1 * $1 } / Double(values.count) - mean * mean
    #expect(abs(mean) <= 5 / Double(values.count).squareRoot())
    #expect(abs(variance - 1) <= 0.06)
    #expect(Set(values).count > (law == .sparse ? 2 : 1000))
  }

  private func setting(shares: [Double]? = nil, groups: [FeatureGroup]? = nil) throws -> MixtureSetting {
    let mixture = try GaussianMixture(featureCount: 12, classCount: 3, correlation: 0.2, sigma: 0.5)
    guard let shares else {
      return try MixtureSetting(mixture: mixture, sampleCount: 300, corruption: 0.2, groups: groups)
    }
    return try MixtureSetting(
      mixture: mixture, sampleCount: 300, labelShares: Matrix(rows: 3, columns: 3, elements: shares), groups: groups)
  }

  private func counts(_ data: LabeledData) throws -> [[Int]] {
    guard case .classes(let labels, _) = data.targets else { throw Refusal.failure("no classes") }
    var counts = [[Int]](repeating: [0, 0, 0], count: 3)
    // Samples come class after class, a hundred each.
    for (i, label) in labels.enumerated() { counts[i / 100][label] += 1 }
    return counts
  }

  @Test func labelsAreExactCounts() throws {
    let even = try setting().draw(using: RandomStream(seed: 1)).training
    #expect(try counts(even) == [[80, 10, 10], [10, 80, 10], [10, 10, 80]])
    let any = try setting(shares: [0.7, 0.255, 0.045, 0, 1, 0, 0.5, 0.25, 0.25]).draw(using: RandomStream(seed: 1))
      .training
    #expect(
      try counts(any) == [[70, 26, 4], [0, 100, 0], [50, 25, 25]]
        || counts(any) == [[70, 25, 5], [0, 100, 0], [50, 25, 25]])
  }

  /// Groups of features have deviations and means of their own.
  @Test func groupsHaveTheirScales() throws {
    let groups = [FeatureGroup(count: 4, sigma: 2, meanScale: 0), FeatureGroup(count: 8, sigma: 0.1, meanScale: 3)]
    let setting = try setting(groups: groups)
    let (data, means) = try setting.draw(using: RandomStream(seed: 2))
    #expect(setting.deviations == [2, 2, 2, 2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1])
    for j in 0..<12 {
      let rest = (0..<100).map { data.features[$0, j] - means[0, j] }
      let deviation = (rest.reduce(0) { $0 + $1 * $1 } / 100).squareRoot()
      #expect(abs(deviation / (j < 4 ? 2 : 0.1) - 1) < 0.35)
      #expect(means[0, j] == 0 || j >= 4)
    }
    #expect(try self.setting().deviations == nil)
  }

  @Test func onlyClassesHaveWrongLabels() throws {
    let values = try LabeledData(features: Matrix(rows: 2, columns: 1), targets: .values(Matrix(rows: 2, columns: 1)))
    #expect(throws: Refusal.self) {
      try values.relabeled(Matrix(rows: 2, columns: 2), using: RandomStream(seed: 1))
    }
  }
}
