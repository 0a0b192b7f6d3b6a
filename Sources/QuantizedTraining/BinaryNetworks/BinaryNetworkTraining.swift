import Activations
import DataModels
public import LinearAlgebra
import PackedInference

/// Training by straight-through estimation: epoch after epoch over rows in random order.
///
/// A step computes with signs and moves latent weights: the derivative of sign(v) is taken for 1, that of sign(u) for the
/// surrogate's. Branches of the stream: "weights" of each layer, and of each epoch "order", "moves" and "dropout"; "statistics" for the
/// moves of the last pass.
///
/// The bits of a network depend on no number of threads.
///
/// - Complexity: 4 n Σ (inputs · outputs) additions for each epoch, as Float32 products.
public struct BinaryNetworkTraining: Sendable {
  /// The share of hidden activations that a step does without.
  private static let dropout: Float = 0.1

  private let setting: BinaryNetworkSetting
  private let rows: TrainingRows
  private let stream: RandomStream
  private let batchSize: Int
  private var network: BinaryNetwork
  private var steps = 0
  /// How many epochs are done.
  public private(set) var epochs = 0

  public init(_ setting: BinaryNetworkSetting, _ rows: TrainingRows, _ stream: RandomStream) {
    self.setting = setting
    self.rows = rows
    self.stream = stream
    batchSize = BinaryNetworkSetting.batchSize(rows: rows.rowCount)
    network = BinaryNetwork(setting, rows, stream.branch("weights"))
  }

  /// One pass; rows that fill no batch wait for another order.
  ///
  /// - Returns: the mean loss over the rows, each before the step that it was part of.
  public mutating func epoch() -> Double {
    var random = stream.branch("order", epochs)
    let order = random.permutation(rows.rowCount)
    let moves = moves(stream.branch("moves", epochs))
    let count = rows.rowCount / batchSize
    var total = 0.0
    var drops = stream.branch("dropout", epochs)
    for index in 0..<count {
      let part = index * batchSize..<(index + 1) * batchSize
      let progress = (Double(epochs) + Double(index) / Double(count)) / Double(setting.epochs)
      steps += 1
      total += step(order[part], moves[part], &drops, share: Float(0.5 * (1 + cosine(.pi * min(1, progress)))))
    }
    epochs += 1
    return total / Double(count)
  }

  /// The network as it is now, with the running statistics of its batches.
  public var current: BinaryNetwork { network }

  /// The network as it is now, with the statistics of all rows, each moved at random once.
  public func finished() -> BinaryNetwork {
    var result = network
    let moves = moves(stream.branch("statistics"))
    for layer in result.layers.indices {
      let before = result.layers[..<layer]
      result.layers[layer].settleStatistics { body in
        for low in stride(from: 0, to: rows.rowCount, by: 1000) {
          let part = low..<min(low + 1000, rows.rowCount)
          let inputs = rows.batch(Array(part)[...], moves: moves[part])
          body(before.reduce(inputs) { $1.outputs(of: $0) })
        }
      }
    }
    return result
  }

  /// A random move for each row.
  private func moves(_ stream: RandomStream) -> [Int] {
    guard rows.moveCount > 1 else { return [Int](repeating: 0, count: rows.rowCount) }
    var stream = stream
    let count = Double(rows.moveCount)
    return stream.uniforms(rows.rowCount).map { min(Int($0 * count), rows.moveCount - 1) }
  }

  /// - Parameter share: Of the first step sizes.
  /// - Returns: the loss before the step.
  private mutating func step(
    _ part: ArraySlice<Int>, _ moves: ArraySlice<Int>, _ drops: inout RandomStream, share: Float
  ) -> Double {
    let rate = share * setting.optimizer.hiddenRate
    let outputRate = share * setting.optimizer.outputRate(bits: setting.lastLayerBits)
    var inputs = [rows.batch(part, moves: moves)]
    var batches: [BatchNormalization.Batch] = []
    var masks: [[Float]] = []
    for index in network.layers.indices {
      let batch = network.layers[index].normalization.normalize(
        inputs[index].timesTransposed(network.layers[index].weights.signs))
      var hidden = batch.output
      hidden.elements.takeSigns(of: batch.output.elements)
      masks.append(hidden.drop(Self.dropout, using: &drops))
      inputs.append(hidden)
      batches.append(batch)
    }
    let hidden = inputs[inputs.count - 1]
    let output = network.output.scores(of: hidden)
    let (loss, gradient) = rows.loss(output.scores, rows: part)
    var outer = network.output.learn(gradient, output, hidden: hidden, rate: outputRate, step: steps)
    for index in network.layers.indices.reversed() {
      outer.multiply(by: masks[index])
      outer.multiply(bySurrogate: setting.surrogate, of: batches[index].output)
      let inner = network.layers[index].normalization.gradient(outer, batches[index])
      if index > 0 { outer = inner.sums.times(network.layers[index].weights.signs) }
      let weights = inner.sums.transposedTimes(inputs[index])
      network.layers[index].weights.move(against: weights, rate: rate, step: steps)
      network.layers[index].normalization.move(against: inner, rate: rate, step: steps)
    }
    return loss
  }
}

extension FloatMatrix {
  /// Sets that share of the entries to zero and makes up for it in the others.
  ///
  /// - Returns: the factor of each entry.
  fileprivate mutating func drop(_ share: Float, using stream: inout RandomStream) -> [Float] {
    var factors = stream.floatUniforms(elements.count)
    let kept = 1 / (1 - share)
    factors.withUnsafeMutableBufferPointer { factors in
      for i in factors.indices { factors[i] = factors[i] < share ? 0 : kept }
    }
    multiply(by: factors)
    return factors
  }

  fileprivate mutating func multiply(by factors: [Float]) {
    let count = elements.count
    elements.withUnsafeMutableBufferPointer { x in
      factors.withUnsafeBufferPointer { f in
        for i in 0..<count { x[i] *= f[i] }
      }
    }
  }

  /// Multiplies each entry by μ′ of the entry of u at its place.
  fileprivate mutating func multiply(bySurrogate surrogate: any SurrogateGradient, of u: FloatMatrix) {
    let high = Float(surrogate.cutoff)
    let low = surrogate.isEven ? -high : 0
    let count = elements.count
    elements.withUnsafeMutableBufferPointer { g in
      u.elements.withUnsafeBufferPointer { u in
        if surrogate.isWindow {
          for i in 0..<count { g[i] = u[i] < high && u[i] > low ? g[i] : 0 }
        } else {
          for i in 0..<count { g[i] *= Float(surrogate.derivative(Double(u[i]))) }
        }
      }
    }
  }
}
