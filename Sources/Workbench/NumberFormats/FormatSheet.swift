import LinearAlgebra
import Quantization

/// The data sheet of a number format, in the units of the values that it stands for.
public struct FormatSheet: Sendable, Codable, Equatable {
  /// As asked for, without the rounding.
  public let name: String
  /// Bits of one value, its share of a block scale included.
  public let bits: Double
  /// How many values share a scale; 1 where the scale is fixed.
  public let blockSize: Int
  /// How many codes stand for a number, and how many numbers there are: a −0 is a code and no number.
  public let codes: Int
  public let levels: Int
  /// The largest magnitude of a number, and the smallest other than 0.
  public let largest: Double
  public let smallest: Double
  /// The smallest positive number with a full mantissa, and the smallest below; null where there is none.
  @OrNull public var smallestNormal: Double?
  @OrNull public var smallestSubnormal: Double?
  /// log₂(largest / smallest).
  public let dynamicRangeBits: Double
  public let hasZero: Bool
  /// Which codes stand for no number.
  public let specials: String

  init(_ quantizer: Quantizer) {
    let format = quantizer.format
    let line = NumberLine(format)
    let unit: (least: Double, most: Double) =
      switch quantizer.scaling {
      case .fixed(let scale): (scale, scale)
      case .blocks:
        (power(2, Double(PowerOfTwo.exponents.lowerBound)), power(2, Double(PowerOfTwo.exponents.upperBound)))
      }
    name = Self.withoutRounding(quantizer.name)
    bits = quantizer.bitsPerValue
    if case .blocks = quantizer.scaling { blockSize = Quantizer.blockSize } else { blockSize = 1 }
    levels = line.numbers.count
    codes = levels + (line.negativeZero == nil ? 0 : 1)
    let magnitudes = line.numbers.map(\.magnitude).filter { $0 > 0 }
    // Not empty: a format has two numbers at least.
    let (least, most) = (magnitudes.min() ?? 1, magnitudes.max() ?? 1)
    largest = most * unit.most
    smallest = least * unit.least
    let float = format as? MiniFloat
    smallestNormal = float?.smallestNormal.map { $0 * unit.least }
    smallestSubnormal = float?.smallestSubnormal.map { $0 * unit.least }
    // Differences of logarithms: quotients could overflow.
    dynamicRangeBits =
      (logarithm(most) - logarithm(least) + logarithm(unit.most) - logarithm(unit.least)) / logarithm(2)
    hasZero = line.numbers.contains(0)
    specials =
      switch float?.specials {
      case .onlyNaN: "NaN"
      case .infinityAndNaN: "infinity, NaN"
      default: "none"
      }
  }

  private static func withoutRounding(_ name: String) -> String {
    var words = name.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    words.removeAll { Roundings.named($0) != nil }
    return words.joined(separator: ":")
  }
}

/// What a format does to a distribution under one rounding; see `EffectiveError` for the formulas.
public struct FormatEffect: Sendable, Codable, Equatable {
  public let name: String
  public let bits: Double
  public let rounding: String
  public let gain: Double
  public let additive: Double
  public let multiplicative: Double
  /// Mean squared error in units of the variance.
  public let relativeError: Double
  /// The share of values beyond the largest number.
  public let saturated: Double

  init(_ quantizer: Quantizer, name: String, standardDeviation sd: Double) {
    let error = quantizer.effectiveError(standardDeviation: sd)
    self.name = name
    bits = quantizer.bitsPerValue
    rounding = quantizer.rounding.name
    gain = error.gain
    additive = error.additive
    multiplicative = error.multiplicative
    relativeError = error.meanSquaredError / (sd * sd)
    saturated = error.saturated
  }
}
