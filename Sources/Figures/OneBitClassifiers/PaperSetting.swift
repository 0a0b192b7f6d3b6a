import DataModels

/// A mixture of the paper and how many samples it is trained on.
struct PaperSetting: Sendable {
  let name: String
  let features: Int
  let samples: Int
  var classes = 5
  let correlation: Double
  let corruption: Double
  var sigma = 1.0

  static let a = PaperSetting(name: "A", features: 750, samples: 500, correlation: 0.8, corruption: 0.3)
  static let b = PaperSetting(name: "B", features: 1200, samples: 300, correlation: 0.7, corruption: 0.2)
  static let c = PaperSetting(name: "C", features: 600, samples: 300, correlation: 0.7, corruption: 0.2)
  static let d = PaperSetting(name: "D", features: 1200, samples: 300, correlation: 0.7, corruption: 0)
  /// Few features and much noise: here a finite λ is better than a very large one.
  static let noisy = PaperSetting(
    name: "F", features: 300, samples: 600, classes: 4, correlation: 0.9, corruption: 0.2, sigma: 1.5)

  func mixture() throws -> MixtureSetting {
    try MixtureSetting(
      mixture: GaussianMixture(featureCount: features, classCount: classes, correlation: correlation, sigma: sigma),
      sampleCount: samples, corruption: corruption)
  }

  /// All numbers, as a title has them.
  var text: String {
    "d = \(features), n = \(samples), k = \(classes), r = \(correlation), c = \(corruption)"
      + (sigma == 1 ? "" : ", σ = \(sigma)")
  }
}
