import DataModels
import LinearAlgebra

/// One run of low-precision SGD, written as the definition is: the slow twin of `FusedSGDTrial`.
///
/// Samples are Gaussian, or rows of the user, each as likely. Inputs, noise of labels and the errors of every target come from branches of their own, so that runs with the same
/// stream and different errors see the same data. A draw is a row of data, the weights, or the numbers of a batch.
struct PlainSGDTrial: SGDTrial {
  private let model: QuantizedRegression
  /// √λ.
  private let roots: [Double]
  private(set) var weights: [Double]
  private(set) var sum: [Double]
  private(set) var averagedCount = 0
  private var inputs: RandomStream
  private var noise: RandomStream
  private var data: TargetSource
  private var freshData: TargetSource
  private var label: TargetSource
  private var parameter: TargetSource
  private var activation: TargetSource
  private var gradient: TargetSource

  init(_ model: QuantizedRegression, _ stream: RandomStream) {
    self.model = model
    roots = model.spectrum.eigenvalues.map { $0.squareRoot() }
    weights = model.start
    sum = [Double](repeating: 0, count: model.inputCount)
    inputs = stream.branch("inputs")
    noise = stream.branch("noise")
    func source(_ target: QuantizationTarget, _ index: Int = 0) -> TargetSource {
      TargetSource(
        model[target], stream.branch(target.rawValue, index), isKept: target == .parameter && !model.hasMasterWeights)
    }
    data = source(.data)
    freshData = source(.data, 1)
    label = source(.label)
    parameter = source(.parameter)
    activation = source(.activation)
    gradient = source(.gradient)
  }

  mutating func step(_ iteration: Int) {
    let batch = model.batchSize
    if iteration >= model.averagingStart {
      add(1, times: weights[...], to: &sum)
      averagedCount += 1
    }
    var used = weights
    if model.hasMasterWeights { parameter.apply(to: &used) }
    var labels: [Double] = []
    var activations: [Double] = []
    var backward: [[Double]] = []
    for _ in 0..<batch {
      let x: [Double]
      if let measured = model.measured {
        let place = inputs.integer(below: measured.rows.rowCount)
        x = Array(measured.rows.row(place))
        labels.append(Self.product(x, model.weights) + measured.residuals[place])
      } else {
        x = zip(roots, inputs.gaussians(roots.count)).map { $0 * $1 }
        labels.append(Self.product(x, model.weights))
      }
      var row = x
      data.apply(to: &row)
      backward.append(row)
      if model.dataDraw == .fresh {
        row = x
        freshData.apply(to: &row)
      }
      activations.append(Self.product(row, used))
    }
    if model.measured == nil {
      add(model.noiseVariance.squareRoot(), times: noise.gaussians(batch)[...], to: &labels)
    }
    activation.apply(to: &activations)
    label.apply(to: &labels)
    var residuals = zip(labels, activations).map { $0 - $1 }
    gradient.apply(to: &residuals)
    let stepSize = model.stepSize * model.stepDecay.factor(at: iteration) / Double(batch)
    for (residual, row) in zip(residuals, backward) { add(stepSize * residual, times: row[...], to: &weights) }
    if !model.hasMasterWeights { parameter.apply(to: &weights) }
  }

  /// Σ a b in the order of `dot_f64`, sixteen lanes and then halves, so that ties of coarse formats fall alike.
  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    var lanes = [Double](repeating: 0, count: 16)
    for i in a.indices { lanes[i % 16] += a[i] * b[i] }
    while lanes.count > 1 { lanes = (0..<lanes.count / 2).map { lanes[$0] + lanes[$0 + lanes.count / 2] } }
    return lanes[0]
  }
}
