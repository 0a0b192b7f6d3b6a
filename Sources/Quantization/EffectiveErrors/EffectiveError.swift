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
    precondition(s > 0 && scale > 0)
    var means = ErrorMeans()
    means.add(NumberLine(format), unit: scale / s, rounding)
    self.init(standardDeviation: s, means)
  }
}

extension Quantizer {
  /// The effective error for values that are independent N(0, s²), the others of an MX block included.
  ///
  /// The scale of a block is 2^e when its largest magnitude M lies in (T(e − 1), T(e)]; given one of the values,
  /// P(M ≤ T | v) = 1{|v| ≤ T} P(|v'| ≤ T)³¹. So the mean over blocks is a sum over e of one-dimensional integrals.
  ///
  /// - Throws: nothing; a scale far from s gives a mean squared error near s².
  /// - Precondition: s > 0.
  public func effectiveError(standardDeviation s: Double) -> EffectiveError {
    precondition(s > 0)
    switch scaling {
    case .fixed(let scale):
      return Self.effectiveError(format, scale, rounding, s)
    case .blocks(let rule):
      var means = ErrorMeans()
      let line = NumberLine(format)
      for exponent in PowerOfTwo.exponents {
        let ends = (rule.limit(exponent - 1, range: format.range) / s, rule.limit(exponent, range: format.range) / s)
        // Beyond these ends no block of 32 has its maximum, but for less than 1e-30 of them.
        guard ends.1 > 0.1, ends.0 < ErrorMeans.end else { continue }
        let unit = Double(sign: .plus, exponent: exponent, significand: 1) / s
        means.add(line, unit: unit, rounding, in: LargestOfBlock(ends.0, ends.1))
      }
      return EffectiveError(standardDeviation: s, means)
    }
  }

  private static func effectiveError(
    _ format: some NumberFormat, _ scale: Double, _ rounding: some Rounding, _ s: Double
  ) -> EffectiveError {
    EffectiveError(of: format, scale: scale, by: rounding, standardDeviation: s)
  }
}
