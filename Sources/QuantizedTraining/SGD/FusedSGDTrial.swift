import CKernels
import DataModels
import LinearAlgebra

/// One run of low-precision SGD by vector kernels: bit for bit the numbers of `PlainSGDTrial`.
///
/// Random numbers are drawn for several updates at once; an update allocates nothing where every target has a kernel.
struct FusedSGDTrial: SGDTrial {
  private let model: QuantizedRegression
  private let kernels: UnsafePointer<ck_kernel_set>
  /// σ.
  private let noiseSize: Double
  private let roots: Buffer
  private let trueWeights: Buffer
  private let current: Buffer
  private let total: Buffer
  private(set) var averagedCount = 0
  private let used: Buffer
  /// x̃ of the backward product (B × d), and of the forward product where it is another.
  private let rows: Buffer
  private let forward: Buffer
  private let labels: Buffer
  private let activations: Buffer
  /// The user's rows and residuals, where samples are drawn from them, and the stream of places.
  private let measuredRows: Matrix?
  private let residuals: [Double]
  private var places: RandomStream
  private var inputs: RandomRows
  private var noise: RandomRows
  private var data: FusedTarget
  private var freshData: FusedTarget
  private var label: FusedTarget
  private var parameter: FusedTarget
  private var activation: FusedTarget
  private var gradient: FusedTarget

  init(_ model: QuantizedRegression, _ stream: RandomStream) {
    let (d, batch) = (model.inputCount, model.batchSize)
    let kernels = KernelSet.active.pointer
    self.model = model
    self.kernels = kernels
    measuredRows = model.measured?.rows
    residuals = model.measured?.residuals ?? []
    places = stream.branch("inputs")
    noiseSize = model.noiseVariance.squareRoot()
    roots = Buffer(model.spectrum.eigenvalues.map { $0.squareRoot() })
    trueWeights = Buffer(model.weights)
    current = Buffer(model.start)
    total = Buffer(count: d)
    used = Buffer(count: d)
    rows = Buffer(count: batch * d)
    forward = Buffer(count: d)
    labels = Buffer(count: batch)
    activations = Buffer(count: batch)
    inputs = .gaussians(width: d, from: stream.branch("inputs"), using: kernels)
    noise = .gaussians(width: batch, from: stream.branch("noise"), using: kernels)
    func target(_ target: QuantizationTarget, _ width: Int, _ index: Int = 0) -> FusedTarget {
      FusedTarget(
        model[target], stream.branch(target.rawValue, index), width: width,
        isKept: target == .parameter && !model.hasMasterWeights, kernels)
    }
    data = target(.data, d)
    freshData = target(.data, d, 1)
    label = target(.label, batch)
    parameter = target(.parameter, d)
    activation = target(.activation, batch)
    gradient = target(.gradient, batch)
  }

  var weights: [Double] { current.values }
  var sum: [Double] { total.values }

  mutating func step(_ iteration: Int) {
    let (d, batch) = (roots.count, labels.count)
    if iteration >= model.averagingStart {
      kernels.pointee.add_f64(1, current.start, total.start, d)
      averagedCount += 1
    }
    var parameters = current.start
    if model.hasMasterWeights, !parameter.isNone {
      parameter.apply(current.start, to: used.start, d, kernels)
      parameters = used.start
    }
    for b in 0..<batch {
      let row = rows.start + b * d
      if measuredRows == nil {
        labels.start[b] = kernels.pointee.spread_f64(inputs.next(), roots.start, trueWeights.start, row, d)
      } else {
        labels.start[b] = drawMeasured(to: row)
      }
      if model.dataDraw == .fresh {
        freshData.apply(row, to: forward.start, d, kernels)
        activations.start[b] = kernels.pointee.dot_f64(forward.start, parameters, d)
        data.apply(row, to: row, d, kernels)
      } else {
        data.apply(row, to: row, d, kernels)
        activations.start[b] = kernels.pointee.dot_f64(row, parameters, d)
      }
    }
    if measuredRows == nil { kernels.pointee.shift_f64(noiseSize, noise.next(), labels.start, batch) }
    activation.apply(activations.start, to: activations.start, batch, kernels)
    label.apply(labels.start, to: labels.start, batch, kernels)
    // ỹ − ã, in the place of the labels.
    for b in 0..<batch { labels.start[b] -= activations.start[b] }
    gradient.apply(labels.start, to: labels.start, batch, kernels)
    let stepSize = model.stepSize * model.stepDecay.factor(at: iteration) / Double(batch)
    for b in 0..<batch { kernels.pointee.add_f64(stepSize * labels.start[b], rows.start + b * d, current.start, d) }
    if !model.hasMasterWeights { parameter.apply(current.start, to: current.start, d, kernels) }
  }

  /// One of the user's rows and its label.
  private mutating func drawMeasured(to row: UnsafeMutablePointer<Double>) -> Double {
    let place = places.integer(below: measuredRows!.rowCount)
    let d = roots.count
    measuredRows!.elements.withUnsafeBufferPointer { row.update(from: $0.baseAddress! + place * d, count: d) }
    return kernels.pointee.dot_f64(row, trueWeights.start, d) + residuals[place]
  }
}
