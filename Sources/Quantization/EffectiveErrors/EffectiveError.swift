/// What a quantizer does to a Gaussian value v ~ N(0, s²), in the terms of a linear model.
///
///     Q = ρ v + error,   E[Q² | v] − ρ² v² ≈ add + mult · v²
///     ρ = E vQ / s²,   mult = (E h v² / s² − E h) / (2 s²),   add = E h − mult · s²,   h(v) = E[Q² | v] − ρ² v²
///
/// add and mult are the two numbers that enter E[x² h(v)] for x jointly Gaussian with v; where h is not of that form
/// one of them can be negative. All integrals are exact per cell up to rounding (Gauss–Legendre on pieces of at most
/// s/2, relative 1e-12).
///
/// - Source: the moments of quantized stochastic gradient descent, `Documentation/NumberFormats.md`.
public struct EffectiveError: Sendable, Equatable {
  /// s.
  public let standardDeviation: Double
  /// E Q; 0 for formats that lie symmetrically about 0, up to ties.
  public let mean: Double
  /// ρ; 1 for stochastic rounding that does not saturate.
  public let gain: Double
  /// The part of the error variance that does not grow with v.
  public let additive: Double
  /// The part that grows as v².
  public let multiplicative: Double
  /// E (Q − v)².
  public let meanSquaredError: Double
  /// The probability that v lies beyond the outermost numbers.
  public let saturated: Double
  /// E Q², E Qv, E Q²v², E Q³v, E Q⁴: what a coordinate of quantized data brings into second-moment recursions.
  public let square: Double
  public let product: Double
  public let squareTimesSquare: Double
  public let cubeTimesValue: Double
  public let fourth: Double
  /// E QQ′, E Q²Q′v and E Q²Q′² of two draws of the same v, independent given v (and the scale of its block).
  public let productOfDraws: Double
  public let squareTimesDrawTimesValue: Double
  public let squareTimesSquareOfDraws: Double

  /// From means over z = v / s of powers of δ = (Q − v) / s, which keeps small errors exact.
  init(standardDeviation s: Double, _ mean: ErrorMeans) {
    standardDeviation = s
    self.mean = s * mean.error
    gain = 1 + mean.errorTimesValue
    meanSquaredError = s * s * mean.squaredError
    saturated = mean.saturated
    let (s2, s4) = (s * s, s * s * s * s)
    square = s2 * (1 + 2 * mean.errorTimesValue + mean.squaredError)
    product = s2 * gain
    squareTimesSquare = s4 * (3 + 2 * mean.errorTimesCube + mean.squaredErrorTimesSquare)
    cubeTimesValue =
      s4 * (3 + 3 * mean.errorTimesCube + 3 * mean.squaredErrorTimesSquare + mean.cubedErrorTimesValue)
    fourth =
      s4
      * (3 + 4 * mean.errorTimesCube + 6 * mean.squaredErrorTimesSquare + 4 * mean.cubedErrorTimesValue
        + mean.fourthError)
    productOfDraws = s2 * (1 + 2 * mean.errorTimesValue + mean.squaredMean)
    squareTimesDrawTimesValue =
      s4
      * (3 + 3 * mean.errorTimesCube + 2 * mean.squaredMeanTimesSquare + mean.squaredErrorTimesSquare
        + mean.meanTimesSquareTimesValue)
    squareTimesSquareOfDraws =
      s4
      * (3 + 4 * mean.errorTimesCube + 2 * mean.squaredErrorTimesSquare + 4 * mean.squaredMeanTimesSquare
        + 4 * mean.meanTimesSquareTimesValue + mean.squaredSquare)
    // h / s² = z² (1 − ρ²) + 2 z E[δ|z] + E[δ²|z], with 1 − ρ² from ρ − 1.
    let lost = -mean.errorTimesValue * (2 + mean.errorTimesValue)
    let h = lost + 2 * mean.errorTimesValue + mean.squaredError
    let hv2 = 3 * lost + 2 * mean.errorTimesCube + mean.squaredErrorTimesSquare
    multiplicative = (hv2 - h) / 2
    additive = s2 * (h - multiplicative)
  }

  /// Numbers in units of a fixed scale.
  ///
  /// - Precondition: s > 0, scale > 0.
  public init(of format: some NumberFormat, scale: Double = 1, by rounding: some Rounding, standardDeviation s: Double)
  {
    self.init(NumberLine(format), scale, rounding, s)
  }

  init(_ line: NumberLine, _ scale: Double, _ rounding: some Rounding, _ s: Double) {
    precondition(s > 0 && scale > 0)
    var means = ErrorMeans()
    means.add(line, unit: scale / s, rounding)
    self.init(standardDeviation: s, means)
  }
}

extension Quantizer {
  /// The effective error for values that are independent N(0, s²), the others of an MX block included.
  ///
  /// A scale far from s gives a mean squared error near s².
  ///
  /// - Parameter blockSize: How many share the scale of an MX block, from 1.
  /// - Precondition: s > 0.
  public func effectiveError(standardDeviation s: Double, blockSize: Int = Self.blockSize) -> EffectiveError {
    precondition(s > 0)
    return effectiveError(NumberLine(format), s, others: [Double](repeating: s, count: blockSize - 1))
  }

  /// The effective error of each of independent Gaussian values that are quantized together.
  ///
  /// - Parameter deviations: their standard deviations; 0 stands for the limit of small ones.
  /// - Complexity: a one-dimensional integral over all numbers for each, times the scales that occur.
  public func effectiveErrors(standardDeviations deviations: [Double]) -> [EffectiveError] {
    // So small a one loses no digits in squares of squares.
    let deviations = deviations.map { max($0, 1e-60) }
    let line = NumberLine(format)
    return deviations.indices.map { i in
      let start = i / Self.blockSize * Self.blockSize
      let block = start..<min(start + Self.blockSize, deviations.count)
      return effectiveError(line, deviations[i], others: block.filter { $0 != i }.map { deviations[$0] })
    }
  }

  /// Of one value; `others` are those of its MX block.
  ///
  /// The scale of a block is 2^e when its largest magnitude M lies in (T(e − 1), T(e)]; given one of the values,
  /// P(M ≤ T | v) = 1{|v| ≤ T} Π P(|v'| ≤ T). So the mean over blocks is a sum over e of one-dimensional integrals.
  func effectiveError(_ line: NumberLine, _ s: Double, others: [Double]) -> EffectiveError {
    switch scaling {
    case .fixed(let scale): return EffectiveError(line, scale, rounding, s)
    case .blocks(let rule):
      var means = ErrorMeans()
      let others = others.map { $0 / s }
      for exponent in PowerOfTwo.exponents {
        let ends = (rule.limit(exponent - 1, range: format.range) / s, rule.limit(exponent, range: format.range) / s)
        let blocks = LargestOfBlock(ends.0, ends.1, others: others)
        guard !blocks.isRare else { continue }
        means.add(line, unit: Double(sign: .plus, exponent: exponent, significand: 1) / s, rounding, in: blocks)
      }
      return EffectiveError(standardDeviation: s, means)
    }
  }
}
