import LinearAlgebra
import Quantization

/// The last layer: weights rounded to b bits at every step, a scale and an offset for each output.
///
///     scores_k = s_k (Q(v_k) · h) + c_k,   Q(v) = unit · (the odd integer nearest to v / unit), unit = max |v| / (2ᵇ − 1)
///
/// For b = 1 Q is the sign. The gradient of Q(V) is taken for that of V.
struct FewBitOutput: Sendable {
  private var latent: TrainedNumbers
  private var scales: TrainedNumbers
  private var offsets: TrainedNumbers
  private let bits: Int
  /// The odd integers.
  private(set) var numbers: FloatMatrix
  private var units: [Float]

  init(outputs: Int, inputs: Int, bits: Int, _ stream: RandomStream, _ optimizer: NetworkOptimizer) {
    var stream = stream
    self.bits = bits
    latent = TrainedNumbers(stream.floatUniforms(outputs * inputs).map { 0.2 * $0 - 0.1 }, optimizer)
    let scale = bits == 1 ? 2 / Float(inputs).squareRoot() : 1
    scales = TrainedNumbers([Float](repeating: scale, count: outputs), optimizer)
    offsets = TrainedNumbers([Float](repeating: 0, count: outputs), optimizer)
    numbers = FloatMatrix(rows: outputs, columns: inputs)
    units = [Float](repeating: 1, count: outputs)
    round()
  }

  /// What the scores of a batch were made of.
  struct Batch {
    let scores: FloatMatrix
    /// Q(V) h.
    let products: FloatMatrix
  }

  func scores(of hidden: FloatMatrix) -> Batch {
    var products = hidden.timesTransposed(numbers)
    products.forEachRow { row, _ in for k in row.indices { row[k] *= units[k] } }
    var scores = products
    let (s, c) = (scales.values, offsets.values)
    scores.forEachRow { row, _ in for k in row.indices { row[k] = s[k] * row[k] + c[k] } }
    return Batch(scores: scores, products: products)
  }

  /// The gradient with respect to h (B × w); then a step.
  mutating func learn(
    _ gradient: FloatMatrix, _ batch: Batch, hidden: FloatMatrix, rate: Float, step: Int
  ) -> FloatMatrix {
    var weighted = gradient
    let s = scales.values
    weighted.forEachRow { row, _ in for k in row.indices { row[k] *= s[k] } }
    let latentGradient = weighted.transposedTimes(hidden)
    weighted.forEachRow { row, _ in for k in row.indices { row[k] *= units[k] } }
    let hiddenGradient = weighted.times(numbers)
    var scaleGradient = gradient
    batch.products.elements.withUnsafeBufferPointer { products in
      scaleGradient.forEachRow { row, i in
        for k in row.indices { row[k] *= products[i * row.count + k] }
      }
    }
    latent.move(against: latentGradient.elements, rate: rate, step: step, bound: bits == 1 ? 1 : .infinity)
    scales.move(against: scaleGradient.columnSums, rate: rate, step: step)
    offsets.move(against: gradient.columnSums, rate: rate, step: step)
    round()
    return hiddenGradient
  }

  private mutating func round() {
    guard bits > 1 else {
      numbers.elements.takeSigns(of: latent.values)
      return
    }
    let largest = Float(1 << bits - 1)
    let columns = numbers.columnCount
    let values = latent.values
    for k in units.indices {
      let row = values[k * columns..<(k + 1) * columns]
      let most = row.reduce(0) { max($0, $1.magnitude) }
      units[k] = most > 0 ? most / largest : 1
    }
    let units = self.units
    numbers.forEachRow { row, k in
      for j in row.indices {
        // v / unit lies in [2m, 2m + 2), the cell of 2m + 1.
        let odd = 2 * (values[k * columns + j] / (2 * units[k])).rounded(.down) + 1
        row[j] = min(max(odd, -largest), largest)
      }
    }
  }

  /// The numbers with the multiplier of each output, and the offsets.
  var stored: (weights: QuantizedMatrix, offsets: [Float]) {
    let multipliers = zip(scales.values, units).map { Double($0) * Double($1) }
    return (QuantizedMatrix(numbers: numbers.widened, scales: multipliers), offsets.values)
  }
}
