/// Decimal numbers read from bytes, correctly rounded, in any locale.
enum DecimalNumber {
  /// The number that all of these bytes spell, or nil when they spell something else.
  ///
  ///     [+-] digits [. digits] [(e|E) [+-] digits]
  ///
  /// Digits may be missing on one side of the point. "inf" and "nan" are not numbers here; a number
  /// beyond the range of Float64 is infinite.
  ///
  /// Up to 2⁵³ and 10^±22, mantissa and power are exact in Float64, so that one product or quotient
  /// rounds once (Clinger's fast path); the rest goes through the standard library.
  static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    let count = bytes.count
    var i = 0
    var isNegative = false
    if i < count, bytes[i] == UInt8(ascii: "-") || bytes[i] == UInt8(ascii: "+") {
      isNegative = bytes[i] == UInt8(ascii: "-")
      i += 1
    }
    var mantissa: UInt64 = 0
    var digitCount = 0
    var significant = 0
    var exponent = 0
    while i < count, case let digit = bytes[i] &- 48, digit < 10 {
      digitCount += 1
      if significant > 0 || digit > 0 { significant += 1 }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      i += 1
    }
    if i < count, bytes[i] == UInt8(ascii: ".") {
      i += 1
      while i < count, case let digit = bytes[i] &- 48, digit < 10 {
        digitCount += 1
        exponent -= 1
        if significant > 0 || digit > 0 { significant += 1 }
        mantissa = mantissa &* 10 &+ UInt64(digit)
        i += 1
      }
    }
    guard digitCount > 0 else { return nil }
    if i < count, bytes[i] | 0x20 == UInt8(ascii: "e") {
      i += 1
      var sign = 1
      if i < count, bytes[i] == UInt8(ascii: "-") || bytes[i] == UInt8(ascii: "+") {
        sign = bytes[i] == UInt8(ascii: "-") ? -1 : 1
        i += 1
      }
      guard i < count, bytes[i] &- 48 < 10 else { return nil }
      var written = 0
      while i < count, case let digit = bytes[i] &- 48, digit < 10 {
        // Far out of range already; more digits would only overflow the counter.
        if written < 100_000 { written = written * 10 + Int(digit) }
        i += 1
      }
      exponent += sign * written
    }
    guard i == count else { return nil }
    if significant <= 19, mantissa <= 1 << 53, exponent.magnitude <= 22 {
      let size = exponent < 0 ? Double(mantissa) / powers[-exponent] : Double(mantissa) * powers[exponent]
      return isNegative ? -size : size
    }
    return Double(String(decoding: bytes, as: UTF8.self))
  }

  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
    1e20, 1e21, 1e22,
  ]
}
