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
  /// w̃_t beside w_t, where only the forward product reads quantized weights.
  private let used: Buffer
  private let hasCopy: Bool
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
    hasCopy = model.hasMasterWeights && !parameter.isNone
    if hasCopy { quantizeWeights() }
  }

  var weights: [Double] { current.values }
  var sum: [Double] { total.values }

  mutating func step(_ iteration: Int) {
    let batch = labels.count
    for b in 0..<batch { takeRow(b) }
    if measuredRows == nil { kernels.pointee.shift_f64(noiseSize, noise.next(), labels.start, batch) }
    activation.apply(activations.start, to: activations.start, batch, kernels)
    label.apply(labels.start, to: labels.start, batch, kernels)
    // ỹ − ã, in the place of the labels.
    for b in 0..<batch { labels.start[b] -= activations.start[b] }
    gradient.apply(labels.start, to: labels.start, batch, kernels)
    advance(iteration)
  }

  /// The weights of the forward product.
  private var parameters: UnsafeMutablePointer<Double> { hasCopy ? used.start : current.start }

  /// Draws row b, with its label and its activation, and quantizes it.
  private mutating func takeRow(_ b: Int) {
    let d = roots.count
    let row = rows.start + b * d
    guard measuredRows == nil else {
      labels.start[b] = drawMeasured(to: row)
      quantize(row, b)
      return
    }
    if model.dataDraw == .shared, data.isRounding {
      labels.start[b] = data.spread(
        inputs.next(), roots.start, trueWeights.start, to: row, parameters, activations.start + b, d, kernels)
    } else {
      labels.start[b] = kernels.pointee.spread_f64(inputs.next(), roots.start, trueWeights.start, row, d)
      quantize(row, b)
    }
  }

  /// Quantizes a row for both products, and makes the forward one.
  private mutating func quantize(_ row: UnsafeMutablePointer<Double>, _ b: Int) {
    let d = roots.count
    if model.dataDraw == .fresh { freshData.apply(row, to: forward.start, d, kernels) }
    data.apply(row, to: row, d, kernels)
    activations.start[b] = kernels.pointee.dot_f64(
      model.dataDraw == .fresh ? forward.start : row, parameters, d)
  }

  /// Adds w_t to the sum, steps to w_{t+1}, and quantizes that for the forward product of the next update.
  private mutating func advance(_ iteration: Int) {
    let (d, batch) = (roots.count, labels.count)
    let isAveraged = iteration >= model.averagingStart
    if isAveraged { averagedCount += 1 }
    let stepSize = model.stepSize * model.stepDecay.factor(at: iteration) / Double(batch)
    for b in 0..<batch {
      let factor = stepSize * labels.start[b]
      let sum = isAveraged && b == 0 ? total.start : nil
      if b == batch - 1, hasCopy, parameter.isRounding {
        parameter.advance(factor, rows.start + b * d, current.start, sum, to: used.start, d, kernels)
        return
      }
      kernels.pointee.advance_f64(factor, rows.start + b * d, current.start, sum, nil, nil, d)
    }
    quantizeWeights()
  }

  private mutating func quantizeWeights() {
    if hasCopy {
      parameter.apply(current.start, to: used.start, current.count, kernels)
    } else if !model.hasMasterWeights {
      parameter.apply(current.start, to: current.start, current.count, kernels)
    }
  }

  /// One of the user's rows and its label.
  private mutating func drawMeasured(to row: UnsafeMutablePointer<Double>) -> Double {
    let place = places.integer(below: measuredRows!.rowCount)
    let d = roots.count
    measuredRows!.elements.withUnsafeBufferPointer { row.update(from: $0.baseAddress! + place * d, count: d) }
    return kernels.pointee.dot_f64(row, trueWeights.start, d) + residuals[place]
  }
}
