/// Small floating-point numbers: a sign, e exponent bits, m mantissa bits.
///
///     value = (−1)^s · 2^(E − bias) · (1 + M / 2^m),      E > 0
///     value = (−1)^s · 2^(1 − bias) · M / 2^m,            E = 0: zeros (of both signs) and subnormals
///
/// The code is s E M from its highest bit down. Rounding saturates at the largest finite number, infinities included;
/// what hardware that does not saturate would store is `overflowingCode(for:)`.
///
/// - Source: OCP, *8-bit Floating Point Specification* 1.0 (2023); *Microscaling Formats* 1.0 (2023), §5.3; IEEE 754.
public struct MiniFloat: NumberFormat {
  /// Which codes stand for no number.
  public enum Specials: Sendable, Equatable {
    /// None: every code is a number (E2M1, E2M3, E3M2).
    case none
    /// The largest code of each sign is NaN (E4M3).
    case onlyNaN
    /// As in IEEE 754: the largest exponent is that of infinity and NaN (E5M2, bf16, f16).
    case infinityAndNaN
  }

  /// The biases that exist: with others, squares of errors could overflow.
  public static let biases = -128...512

  public let name: String
  public let exponentBits: Int
  public let mantissaBits: Int
  public let bias: Int
  public let specials: Specials

  /// The number of code magnitude 1 as a power of two: half a unit of it is where numbers turn into zeros.
  private let leastExponent: Int
  private let largestMagnitude: Int
  /// The largest finite number.
  public let range: Double

  /// - Parameter bias: nil for 2^(e−1) − 1.
  /// - Precondition: at least one exponent bit, at most 16 bits with the sign, a bias among `biases`.
  public init(
    _ name: String, exponentBits: Int, mantissaBits: Int, bias: Int? = nil, specials: Specials = .none
  ) {
    precondition(
      exponentBits >= 1 && exponentBits <= 8 && mantissaBits >= 0 && exponentBits + mantissaBits <= 15,
      "a small float has 1 to 8 exponent bits and at most 16 bits")
    self.name = name
    self.exponentBits = exponentBits
    self.mantissaBits = mantissaBits
    self.bias = bias ?? (1 << (exponentBits - 1)) - 1
    self.specials = specials
    precondition(Self.biases.contains(self.bias), "a bias lies between −128 and 512")
    leastExponent = 1 - self.bias - mantissaBits
    let allOnes = (1 << (exponentBits + mantissaBits)) - 1
    largestMagnitude =
      switch specials {
      case .none: allOnes
      case .onlyNaN: allOnes - 1
      case .infinityAndNaN: (((1 << exponentBits) - 1) << mantissaBits) - 1
      }
    range = Self.number(largestMagnitude, mantissaBits, leastExponent)
  }

  public var bitWidth: Int { 1 + exponentBits + mantissaBits }
  /// The smallest positive number with a full mantissa; nil where all are subnormal.
  public var smallestNormal: Double? {
    1 << mantissaBits <= largestMagnitude ? Self.number(1 << mantissaBits, mantissaBits, leastExponent) : nil
  }
  /// The smallest positive number of all where that is subnormal; nil without mantissa bits.
  public var smallestSubnormal: Double? {
    mantissaBits > 0 ? Self.number(1, mantissaBits, leastExponent) : nil
  }

  /// The number of a code without its sign bit.
  private static func number(_ magnitude: Int, _ mantissaBits: Int, _ leastExponent: Int) -> Double {
    let (exponent, mantissa) = (magnitude >> mantissaBits, magnitude & ((1 << mantissaBits) - 1))
    let digits = exponent == 0 ? mantissa : mantissa + (1 << mantissaBits)
    return Double(sign: .plus, exponent: leastExponent + max(exponent, 1) - 1, significand: Double(digits))
  }

  public func value(of code: UInt16) -> Double? {
    let (signBit, magnitude) = (Int(code) >> (bitWidth - 1), Int(code) & ((1 << (bitWidth - 1)) - 1))
    guard signBit <= 1, magnitude <= largestMagnitude else { return nil }
    let value = Self.number(magnitude, mantissaBits, leastExponent)
    return signBit == 1 ? -value : value
  }

  /// The magnitude of the code of the largest number not above a, and a in units of the spacing there.
  private func position(_ a: Double) -> (magnitude: Int, exponent: Int, units: Double) {
    let exponent = a == 0 ? leastExponent : max(Int(a.exponent) - mantissaBits, leastExponent)
    // A power of two: exact.
    let units = a / Double(sign: .plus, exponent: exponent, significand: 1)
    return ((exponent - leastExponent) << mantissaBits + Int(units), exponent, units)
  }

  public func code(nearest x: Double) -> UInt16 {
    let number = rounded(x, by: NearestUp())
    let magnitude = position(number.magnitude).magnitude
    return UInt16(number.sign == .minus ? magnitude | 1 << (bitWidth - 1) : magnitude)
  }

  public func neighbors(of x: Double) -> Neighbors {
    let x = x.isNaN ? 0 : x
    let a = x.magnitude
    if a >= range { return Neighbors(x < 0 ? -range : range) }
    let (magnitude, exponent, units) = position(a)
    let down = units.rounded(.down)
    let spacing = Double(sign: .plus, exponent: exponent, significand: 1)
    let inner = down * spacing
    if down == units { return Neighbors(x.sign == .minus ? -inner : inner) }
    let outer = (down + 1) * spacing
    return x < 0
      ? Neighbors(-outer, -inner, lowerIsEven: magnitude & 1 == 1)
      : Neighbors(inner, outer, lowerIsEven: magnitude & 1 == 0)
  }

  /// The code that conversion without saturation stores: to nearest even, past the range the infinity of the formats
  /// that have one, else NaN, else the largest number.
  ///
  /// Past the range is what would round to a number beyond the largest, were there more exponents. NaN keeps its sign;
  /// a format without NaN takes it for 0.
  public func overflowingCode(for x: Double) -> UInt16 {
    let sign: UInt16 = x.sign == .minus ? 1 << UInt16(bitWidth - 1) : 0
    let infinity = UInt16(((1 << exponentBits) - 1) << mantissaBits)
    if x.isNaN {
      switch specials {
      case .none: return sign
      case .onlyNaN: return sign | UInt16(largestMagnitude + 1)
      case .infinityAndNaN: return sign | infinity | (1 << UInt16(max(mantissaBits - 1, 0)))
      }
    }
    let half = Double(sign: .plus, exponent: position(range).exponent - 1, significand: 1)
    let limit = range + half
    let isBeyond = x.magnitude > limit || (x.magnitude == limit && largestMagnitude & 1 == 1)
    guard isBeyond, specials != .none else { return code(for: x, by: NearestEven()) }
    return sign | (specials == .onlyNaN ? UInt16(largestMagnitude + 1) : infinity)
  }
}
