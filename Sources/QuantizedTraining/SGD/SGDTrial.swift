import DataModels
import LinearAlgebra

/// A run of low-precision SGD.
protocol SGDTrial {
  init(_ model: QuantizedRegression, _ stream: RandomStream)
  /// w_t.
  var weights: [Double] { get }
  /// Σ w over the averaged iterates before t, and how many they are.
  var sum: [Double] { get }
  var averagedCount: Int { get }
  /// The update from w_t to w_{t+1}; t counts from 0.
  mutating func step(_ iteration: Int)
}

extension SGDTrial {
  /// w̄; nil where nothing has been averaged.
  var averaged: [Double]? {
    averagedCount == 0 ? nil : sum.map { $0 / Double(averagedCount) }
  }
}
