public import LinearAlgebra

/// Sums of each unit shifted and scaled by their mean and variance over the batch, then by two trained numbers.
///
///     u = γ (a − mean) / √(variance + ε) + β
///
/// - Source: Ioffe & Szegedy, arXiv 1502.03167, algorithm 1; the gradient is that of its section 3.
public struct BatchNormalization: Sendable {
  private var gains: TrainedNumbers
  private var offsets: TrainedNumbers
  /// Of each unit; running ones while training, in the end those of all rows.
  var statistics: UnitStatistics
  private let epsilon: Float

  /// γ and β.
  public var gain: [Float] { gains.values }
  public var offset: [Float] { offsets.values }

  /// - Parameter inputSize: The largest input of the sums, of which ε is 1e-5 times the square.
  public init(units: Int, inputSize: Float, optimizer: NetworkOptimizer = .adam) {
    gains = TrainedNumbers([Float](repeating: 1, count: units), optimizer)
    offsets = TrainedNumbers([Float](repeating: 0, count: units), optimizer)
    statistics = UnitStatistics(units: units)
    epsilon = 1e-5 * inputSize * inputSize
  }

  /// Given γ, β and statistics, as a trained network has them.
  ///
  /// - Precondition: one of each for every unit.
  public init(gain: [Float], offset: [Float], means: [Double], variances: [Double], inputSize: Float) {
    precondition([offset.count, means.count, variances.count].allSatisfy { $0 == gain.count })
    gains = TrainedNumbers(gain, .sgd)
    offsets = TrainedNumbers(offset, .sgd)
    statistics = UnitStatistics(means: means, variances: variances)
    epsilon = 1e-5 * inputSize * inputSize
  }

  /// What the backward pass needs of a batch.
  public struct Batch: Sendable {
    /// u (B × w).
    public let output: FloatMatrix
    let normalized: FloatMatrix
    let inverseDeviations: [Float]
  }

  public struct Gradient: Sendable {
    public let sums: FloatMatrix
    public let gain: [Float]
    public let offset: [Float]
  }

  /// u of a batch of sums (B × w), normalized by itself; the running statistics move a tenth of the way to its own.
  public mutating func normalize(_ sums: FloatMatrix) -> Batch {
    let (rows, units) = (sums.rowCount, sums.columnCount)
    let means = sums.columnMeans
    var normalized = sums
    normalized.forEachRow { row, _ in for j in 0..<units { row[j] -= means[j] } }
    var variances = [Float](repeating: 0, count: units)
    normalized.forEachRow { row, _ in for j in 0..<units { variances[j] += row[j] * row[j] } }
    let share = 1 / Float(rows)
    for j in 0..<units { variances[j] *= share }
    let inverse = variances.map { 1 / ($0 + epsilon).squareRoot() }
    normalized.forEachRow { row, _ in for j in 0..<units { row[j] *= inverse[j] } }
    statistics.moveTowards(means, variances)
    var output = normalized
    let (gain, offset) = (gains.values, offsets.values)
    output.forEachRow { row, _ in for j in 0..<units { row[j] = gain[j] * row[j] + offset[j] } }
    return Batch(output: output, normalized: normalized, inverseDeviations: inverse)
  }

  /// The gradient with respect to the sums, γ and β, from that with respect to u.
  public func gradient(_ output: FloatMatrix, _ batch: Batch) -> Gradient {
    let (rows, units) = (output.rowCount, output.columnCount)
    var offset = [Float](repeating: 0, count: units)
    var gain = offset
    output.elements.withUnsafeBufferPointer { g in
      batch.normalized.elements.withUnsafeBufferPointer { x in
        offset.withUnsafeMutableBufferPointer { offset in
          gain.withUnsafeMutableBufferPointer { gain in
            for i in 0..<rows {
              for j in 0..<units {
                offset[j] += g[i * units + j]
                gain[j] += g[i * units + j] * x[i * units + j]
              }
            }
          }
        }
      }
    }
    var sums = output
    let gains = self.gains.values
    let factor = (0..<units).map { gains[$0] * batch.inverseDeviations[$0] }
    let meanOffset = offset.map { $0 / Float(rows) }
    let meanGain = gain.map { $0 / Float(rows) }
    batch.normalized.elements.withUnsafeBufferPointer { x in
      sums.forEachRow { row, i in
        for j in 0..<units { row[j] = factor[j] * (row[j] - meanOffset[j] - x[i * units + j] * meanGain[j]) }
      }
    }
    return Gradient(sums: sums, gain: gain, offset: offset)
  }

  mutating func move(against gradient: Gradient, rate: Float, step: Int) {
    gains.move(against: gradient.gain, rate: rate, step: step)
    offsets.move(against: gradient.offset, rate: rate, step: step)
  }

  /// Whether u ≥ 0 for a sum, by the statistics kept: the activation of the trained network.
  public func isPositive(_ sum: Double, unit j: Int) -> Bool {
    let deviation = (statistics.variances[j] + Double(epsilon)).squareRoot()
    return Double(gains.values[j]) * ((sum - statistics.means[j]) / deviation) + Double(offsets.values[j]) >= 0
  }

  /// The activations ±1 of sums, by the statistics kept.
  func signs(of sums: FloatMatrix) -> FloatMatrix {
    var result = sums
    result.forEachRow { row, _ in
      for j in row.indices { row[j] = isPositive(Double(row[j]), unit: j) ? 1 : -1 }
    }
    return result
  }
}

/// Mean and variance of the sums of each unit.
struct UnitStatistics: Sendable {
  var means: [Double]
  var variances: [Double]

  init(means: [Double], variances: [Double]) {
    self.means = means
    self.variances = variances
  }

  init(units: Int) {
    means = [Double](repeating: 0, count: units)
    variances = [Double](repeating: 1, count: units)
  }

  mutating func moveTowards(_ batchMeans: [Float], _ batchVariances: [Float]) {
    for j in means.indices {
      means[j] += 0.1 * (Double(batchMeans[j]) - means[j])
      variances[j] += 0.1 * (Double(batchVariances[j]) - variances[j])
    }
  }
}
