import Asymptotics
import LinearAlgebra
import Quantization

/// Last layers of one setting, one for each teacher, ready to predict.
///
///     f(x) = c (a_q·φ − a_q·μ) + a·μ,   μ the mean of the training features where they are not centered, else 0
///
/// a_q are the weights in few bits, a before; the constant takes out the bias that rounding brings, and c is 1 or
/// refitted.
struct LastLayerCandidate {
  /// a_q (T × w).
  let weights: Matrix
  let bits: Int
  /// a_q·μ for each teacher.
  let shifts: [Double]
  /// a·μ for each teacher.
  let constants: [Double]
  let iteration: FeatureSimulation.Iterated?
  /// Σ over training rows of (g², g r, r²) with g = a_q·φ − a_q·μ, r = y − a·μ, for each teacher.
  let training: [LastLayerSums]

  /// - Parameters:
  ///   - weights: a (T × w).
  ///   - bits: 1 to 8, or 32 for a itself.
  init(
    weights: Matrix, bits: Int, means: [Double]?, iteration: FeatureSimulation.Iterated?, features: Matrix,
    labels: Matrix
  ) {
    let rounded = Self.rounded(weights, bits)
    func products(_ a: Matrix) -> [Double] {
      (0..<a.rowCount).map { t in means.map { dot(a.row(t), $0[...]) } ?? 0 }
    }
    self.weights = rounded
    self.bits = bits
    self.iteration = iteration
    shifts = products(rounded)
    constants = products(weights)
    let scores = features.timesTransposed(rounded)
    var sums = [LastLayerSums](repeating: LastLayerSums(), count: labels.rowCount)
    for t in sums.indices {
      for i in 0..<features.rowCount { sums[t].add(scores[i, t] - shifts[t], labels[t, i] - constants[t]) }
    }
    training = sums
  }

  private static func rounded(_ weights: Matrix, _ bits: Int) -> Matrix {
    guard let quantizer = LastLayerQuantizer.all.first(where: { $0.bits == bits }) else { return weights }
    let scale = GaussianStep(quantizer: quantizer)
    return bits == 1
      ? QuantizedMatrix(weights, format: OneBit(), scale: scale).dequantized
      : QuantizedMatrix(weights, format: MidRiseInteger(bitWidth: bits), scale: scale).dequantized
  }
}

/// Half a step in units of the block's root mean square: levels are odd multiples of the scale.
private struct GaussianStep: ScaleRule {
  let quantizer: LastLayerQuantizer

  func scale(of block: Span<Double>, for format: some NumberFormat) -> Double {
    quantizer.step / 2 * (dot(block, block) / Double(max(1, block.count))).squareRoot()
  }
}
