import LinearAlgebra
import Quantization

/// The linearized error of a quantizer of Gaussian numbers, by their standard deviation.
///
/// Nodes 2^(k/16) are integrated when they are first needed; between them a cubic in log s, to about 1e-6 of the error.
struct ErrorTable: Sendable {
  private let quantizer: Quantizer
  /// The values that MX blocks divide: those of a batch.
  private let count: Int
  private var nodes: [Int: [Double]] = [:]

  init(_ quantizer: Quantizer, count: Int) {
    self.quantizer = quantizer
    if case .blocks = quantizer.scaling { self.count = count } else { self.count = 1 }
  }

  /// - Parameter variance: s², above 0.
  mutating func error(variance: Double) -> LinearizedError {
    let place = 8 * logarithm(variance) / logarithm(2)
    // Beyond these no number means anything; NaN likewise.
    guard place.magnitude < 16_000 else { return LinearizedError() }
    let node = Int(place.rounded(.down))
    let t = place - Double(node)
    let (a, b, c, d) = (values(node - 1), values(node), values(node + 1), values(node + 2))
    let found = (0..<3).map { i in
      let slope = (c[i] - a[i]) / 2
      let next = (d[i] - b[i]) / 2
      let rise = c[i] - b[i]
      return b[i] + t * (slope + t * (3 * rise - 2 * slope - next + t * (slope + next - 2 * rise)))
    }
    return LinearizedError(gain: found[0], additive: found[1] * variance, multiplicative: found[2])
  }

  /// Gain, additive / s² and multiplicative at s = 2^(k/16); the mean over the places in a batch.
  private mutating func values(_ k: Int) -> [Double] {
    if let known = nodes[k] { return known }
    let s = power(2, Double(k) / 16)
    // All full blocks are alike.
    let full = count / Quantizer.blockSize
    let rest = count % Quantizer.blockSize
    var sum = [0.0, 0.0, 0.0]
    for (size, weight) in [(Quantizer.blockSize, full * Quantizer.blockSize), (rest, rest)] where weight > 0 {
      let error = quantizer.effectiveError(standardDeviation: s, blockSize: size)
      let share = Double(weight) / Double(count)
      sum[0] += share * error.gain
      sum[1] += share * error.additive / (s * s)
      sum[2] += share * error.multiplicative
    }
    nodes[k] = sum
    return sum
  }
}
