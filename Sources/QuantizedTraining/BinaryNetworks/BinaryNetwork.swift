public import LinearAlgebra
import PackedInference

/// A network in training, or trained: it computes in Float32, every sum of a hidden layer being exact.
public struct BinaryNetwork: Sendable {
  /// One hidden layer.
  struct Layer: Sendable {
    var weights: BinaryWeights
    var normalization: BatchNormalization

    /// sign(BN(sign(V) h)) by the statistics kept (n × w).
    func outputs(of inputs: FloatMatrix) -> FloatMatrix {
      normalization.signs(of: inputs.timesTransposed(weights.signs))
    }

    /// Takes the mean and variance of the sums over all rows.
    ///
    /// - Parameter inputs: calls its argument with all of them, block after block; it is called twice.
    mutating func settleStatistics(_ inputs: ((FloatMatrix) -> Void) -> Void) {
      let units = weights.signs.rowCount
      var means = [Double](repeating: 0, count: units)
      var squares = means
      var count = 0.0
      inputs { block in
        let sums = block.timesTransposed(weights.signs)
        for i in 0..<sums.rowCount {
          count += 1
          for j in 0..<units {
            let x = Double(sums.elements[i * units + j])
            let distance = x - means[j]
            // One pass that is stable: Welford's.
            means[j] += distance / count
            squares[j] += distance * (x - means[j])
          }
        }
      }
      normalization.statistics.means = means
      normalization.statistics.variances = squares.map { $0 / max(1, count) }
    }
  }

  var layers: [Layer]
  var output: FewBitOutput
  let levels: InputLevels
  let loss: NetworkLoss

  init(_ setting: BinaryNetworkSetting, _ rows: TrainingRows, _ stream: RandomStream) {
    let inputs = [rows.inputCount] + setting.widths.dropLast()
    layers = setting.widths.indices.map { l in
      Layer(
        weights: BinaryWeights(
          rows: setting.widths[l], columns: inputs[l], stream.branch("hidden", l), setting.optimizer),
        normalization: BatchNormalization(
          units: setting.widths[l], inputSize: l == 0 ? Float(InputLevels.largest) : 1, optimizer: setting.optimizer))
    }
    output = FewBitOutput(
      outputs: rows.loss.outputCount, inputs: setting.widths.last!, bits: setting.lastLayerBits, stream.branch("last"),
      setting.optimizer)
    levels = rows.levels
    loss = rows.loss
  }

  /// The signs of each hidden layer for samples (n × d), the first layer first.
  public func hidden(_ samples: FloatMatrix) -> [FloatMatrix] {
    var current = FloatMatrix(
      rows: samples.rowCount, columns: samples.columnCount, elements: levels.levels(of: samples).map { Float($0) })
    return layers.map { layer in
      current = layer.outputs(of: current)
      return current
    }
  }

  /// The scores of samples (n × K), in units of the targets.
  public func scores(_ samples: FloatMatrix) -> Matrix {
    var scores = output.scores(of: hidden(samples).last!).scores.widened
    for i in 0..<scores.rowCount {
      for k in 0..<scores.columnCount { scores[i, k] = loss.deviations[k] * scores[i, k] + loss.means[k] }
    }
    return scores
  }
}
