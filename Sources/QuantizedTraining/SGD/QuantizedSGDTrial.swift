import DataModels
import LinearAlgebra

/// One run of low-precision SGD.
///
/// Inputs, noise of labels and the errors of every target come from branches of their own, so that runs with the same
/// stream and different errors see the same data.
struct QuantizedSGDTrial {
  private let model: QuantizedRegression
  /// √λ.
  private let roots: [Double]
  private(set) var weights: [Double]
  private(set) var sum: [Double]
  private(set) var averagedCount = 0
  private var inputs: RandomStream
  private var noise: RandomStream
  private var data: ErrorSource
  private var freshData: ErrorSource
  private var label: ErrorSource
  private var parameter: ErrorSource
  private var activation: ErrorSource
  private var gradient: ErrorSource

  init(_ model: QuantizedRegression, _ stream: RandomStream) {
    self.model = model
    roots = model.spectrum.eigenvalues.map { $0.squareRoot() }
    weights = model.start
    sum = [Double](repeating: 0, count: model.inputCount)
    inputs = stream.branch("inputs")
    noise = stream.branch("noise")
    func source(_ target: QuantizationTarget, _ index: Int = 0) -> ErrorSource {
      ErrorSource((model[target].idealized ?? IdealizedError()), stream.branch(target.rawValue, index))
    }
    data = source(.data)
    freshData = source(.data, 1)
    label = source(.label)
    parameter = source(.parameter)
    activation = source(.activation)
    gradient = source(.gradient)
  }

  /// The update from w_t to w_{t+1}.
  mutating func step(_ iteration: Int) {
    let (d, batch) = (roots.count, model.batchSize)
    if iteration >= model.averagingStart {
      add(1, times: weights[...], to: &sum)
      averagedCount += 1
    }
    var x = inputs.gaussians(batch * d)
    Self.scale(&x, roots)
    var labels = (0..<batch).map { dot(x[$0 * d..<($0 + 1) * d], model.weights[...]) }
    add(model.noiseVariance.squareRoot(), times: noise.gaussians(batch)[...], to: &labels)
    var backward = x
    data.apply(to: &backward, rowLength: d)
    var forward = backward
    if model.dataDraw == .fresh {
      forward = x
      freshData.apply(to: &forward, rowLength: d)
    }
    var used = weights
    if model.hasMasterWeights { parameter.apply(to: &used) }
    var activations = (0..<batch).map { dot(forward[$0 * d..<($0 + 1) * d], used[...]) }
    activation.apply(to: &activations)
    label.apply(to: &labels)
    var residuals = zip(labels, activations).map { $0 - $1 }
    gradient.apply(to: &residuals)
    let stepSize = model.stepSize * model.stepDecay.factor(at: iteration) / Double(batch)
    for b in 0..<batch { add(stepSize * residuals[b], times: backward[b * d..<(b + 1) * d], to: &weights) }
    if !model.hasMasterWeights { parameter.apply(to: &weights) }
  }

  /// R(w) = ½ Σ λ (w − w*)² of given weights.
  func risk(_ weights: [Double]) -> Double {
    let eigenvalues = model.spectrum.eigenvalues
    return 0.5
      * weights.indices.reduce(0) { sum, i in
        let e = weights[i] - model.weights[i]
        return sum + eigenvalues[i] * e * e
      }
  }

  /// R_q(w) = R(w) + ½ Σ E(x̃ᵢ − xᵢ)² wᵢ².
  func deployedRisk(_ weights: [Double]) -> Double {
    let error = (model[.data].idealized ?? IdealizedError())
    let eigenvalues = model.spectrum.eigenvalues
    return risk(weights) + 0.5
      * weights.indices.reduce(0) {
        $0 + (error.additive + error.multiplicative * eigenvalues[$1]) * weights[$1] * weights[$1]
      }
  }

  /// w̄; nil where nothing has been averaged.
  var averaged: [Double]? {
    averagedCount == 0 ? nil : sum.map { $0 / Double(averagedCount) }
  }

  private static func scale(_ x: inout [Double], _ roots: [Double]) {
    let roots = roots.span
    var x = x.mutableSpan
    var place = 0
    while place < x.count {
      for i in roots.indices { x[unchecked: place + i] *= roots[unchecked: i] }
      place += roots.count
    }
  }
}
