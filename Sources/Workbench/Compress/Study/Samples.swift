import DataModels
import LinearAlgebra
import PackedInference

/// Samples as a packed model reads them, to measure many layers in one product.
struct Samples: Sendable {
  /// n × d, standardized where the model does that, and rounded to Float32.
  private let features: Matrix
  private let targets: Targets

  init(_ data: LabeledData, _ standardization: Model.Standardization?) {
    var features = data.features
    let d = features.columnCount
    for i in features.elements.indices {
      var x = Float(features.elements[i])
      if let standardization { x = (x - standardization.means[i % d]) / standardization.deviations[i % d] }
      features.elements[i] = Double(x)
    }
    self.features = features
    targets = data.targets
  }

  /// The error of each layer (K × d each) with its intercept; nil for a layer that is missing.
  ///
  /// Sums run in Float64 where a packed model runs in Float32: the weights are those stored, to the bit.
  func errors(of layers: [(weights: Matrix, intercept: [Float])?]) -> [MeasuredError?] {
    let present = layers.compactMap { $0 }
    guard let first = present.first else { return layers.map { _ in nil } }
    let outputs = first.weights.rowCount
    let stacked = Matrix(
      rows: outputs * present.count, columns: features.columnCount, elements: present.flatMap(\.weights.elements))
    let scores = features.timesTransposed(stacked)
    var place = 0
    return layers.map { layer in
      guard let layer else { return nil }
      defer { place += 1 }
      var part = Matrix(rows: scores.rowCount, columns: outputs)
      for i in 0..<scores.rowCount {
        for k in 0..<outputs { part[i, k] = scores[i, place * outputs + k] + Double(layer.intercept[k]) }
      }
      return MeasuredError(scores: part, targets: targets)
    }
  }

  /// The error of each sample under one layer.
  func sampleErrors(of layer: (weights: Matrix, intercept: [Float])) -> [Double] {
    var scores = features.timesTransposed(layer.weights)
    for i in 0..<scores.rowCount {
      for k in 0..<scores.columnCount { scores[i, k] += Double(layer.intercept[k]) }
    }
    return targets.errors(of: scores)
  }
}
