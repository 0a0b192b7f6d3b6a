import DataModels
import LinearAlgebra

/// Samples that no training has seen, with their true labels.
struct FreshSamples {
  private let features: Matrix
  private let labels: [Int]

  /// - Precondition: the targets are classes.
  init(_ data: LabeledData) {
    guard case .classes(let labels, _) = data.targets else { preconditionFailure("fresh samples need classes") }
    features = data.features
    self.labels = labels
  }

  /// The share that argmax Wx + β labels wrongly; a tie counts as its share.
  func error(_ weights: Matrix, _ intercept: [Double]) -> Double {
    let scores = features.timesTransposed(weights)
    var right = 0.0
    for (i, label) in labels.enumerated() {
      let own = scores.row(i).enumerated().map { $1 + intercept[$0] }
      let top = own.max() ?? 0
      if own[label] == top { right += 1 / Double(own.count { $0 == top }) }
    }
    return 1 - right / Double(labels.count)
  }
}
