import LinearAlgebra
import Quantization

/// The linearized error of the gradient's format where label and activation have formats too.
///
/// Their difference lies on few numbers: with one spacing for all three the gradient is not rounded at all. So its moments
/// are means over (y, a), jointly Gaussian, and over what both may become:
///
///     r = ỹ − ã,   ρ = E Q(r) r / E r²,   h = E[Q(r)² | r] − ρ² r²,
///     mult = (E h r² / E r² − E h) / (2 E r²),   add = E h − mult E r²
///
/// 2,048 points of low discrepancy, with both outcomes of either rounding weighed.
struct GradientOfFormats: Sendable {
  private let label: Quantizer
  private let activation: Quantizer
  private let gradient: Quantizer
  /// Pairs of standard normals.
  private let first: [Double]
  private let second: [Double]

  /// - Precondition: no MX format; what shares a scale there is not one pair.
  init(label: Quantizer, activation: Quantizer, gradient: Quantizer) {
    self.label = label
    self.activation = activation
    self.gradient = gradient
    // Weyl's sequence of the root of g³ = g + 1, turned into normals by Box and Muller.
    let g = 1.324717957244746
    let points = (1...2048).map { index -> (Double, Double) in
      let (u, v) = (0.5 + Double(index) / g, 0.5 + Double(index) / (g * g))
      let radius = (-2 * logarithm(1 - (u - u.rounded(.down)))).squareRoot()
      let angle = 2 * Double.pi * (v - v.rounded(.down))
      return (radius * cosine(angle), radius * cosine(angle - Double.pi / 2))
    }
    // To variance 1 each, exactly.
    func scaled(_ values: [Double]) -> [Double] {
      let size = (squaredNorm(values[...]) / Double(values.count)).squareRoot()
      return values.map { $0 / size }
    }
    first = scaled(points.map(\.0))
    second = scaled(points.map(\.1))
  }

  /// - Parameters:
  ///   - labelVariance: E y², above 0.
  ///   - activity: E a².
  ///   - overlap: E y a.
  func error(labelVariance: Double, activity: Double, overlap: Double) -> LinearizedError {
    let size = labelVariance.squareRoot()
    let along = overlap / size
    let across = max(0, activity - along * along).squareRoot()
    let y = first.map { size * $0 }
    let a = first.indices.map { along * first[$0] + across * second[$0] }
    let (labels, activations) = (label.outcomes(of: y[...]), activation.outcomes(of: a[...]))
    var residuals: [Double] = []
    var weights: [Double] = []
    for (y, a) in zip(labels, activations) {
      for (top, p) in [(y.lower, 1 - y.chanceUp), (y.upper, y.chanceUp)] where p > 0 {
        for (bottom, q) in [(a.lower, 1 - a.chanceUp), (a.upper, a.chanceUp)] where q > 0 {
          residuals.append(top - bottom)
          weights.append(p * q / Double(first.count))
        }
      }
    }
    let rounded = gradient.outcomes(of: residuals[...])
    var (square, product, output, outputTimesSquare, fourth) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for i in residuals.indices {
      let (r, weight) = (residuals[i], weights[i])
      let q2 = rounded[i].mean { $0 * $0 }
      square += weight * r * r
      fourth += weight * r * r * r * r
      product += weight * r * rounded[i].mean { $0 }
      output += weight * q2
      outputTimesSquare += weight * q2 * r * r
    }
    guard square > 0 else { return LinearizedError() }
    let gain = product / square
    let h = output - gain * gain * square
    let hTimesSquare = outputTimesSquare - gain * gain * fourth
    let multiplicative = (hTimesSquare / square - h) / (2 * square)
    return LinearizedError(
      gain: gain, additive: h - multiplicative * square, multiplicative: multiplicative)
  }
}
