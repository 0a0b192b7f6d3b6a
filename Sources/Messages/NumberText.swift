/// Numbers as people read them, without Foundation.
public enum NumberText {
  /// A number with a fixed count of decimals, rounded half away from zero: `fixed(2.345, 1)` is "2.3".
  ///
  /// Non-finite numbers read "nan", "inf", "-inf"; magnitudes of 1e15 and more, which no longer
  /// have exact decimals, fall back to the shortest round-trip form.
  public static func fixed(_ x: Double, _ decimals: Int) -> String {
    guard x.isFinite else { return x.isNaN ? "nan" : (x < 0 ? "-inf" : "inf") }
    var power = 1.0
    for _ in 0..<decimals { power *= 10 }
    let scaled = (x.magnitude * power).rounded(.toNearestOrAwayFromZero)
    guard scaled < 1e15 else { return "\(x)" }
    let digits = UInt64(scaled)
    let sign = x < 0 && digits > 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(digits) }
    let unit = UInt64(power)
    let fraction = String(digits % unit)
    return sign + String(digits / unit) + "."
      + String(repeating: "0", count: decimals - fraction.count) + fraction
  }

  /// A fraction in percent: `percent(0.1534)` is "15.3".
  public static func percent(_ fraction: Double, _ decimals: Int = 1) -> String {
    fixed(100 * fraction, decimals)
  }

  /// A number with about three significant digits: "0.00123", "45.6", "7890", "1.2e+09".
  public static func short(_ x: Double) -> String {
    let size = x.magnitude
    guard x.isFinite, size != 0 else { return fixed(x, 0) }
    if size >= 1e6 || size < 1e-3 { return scientific(x, 2) }
    return trimmed(fixed(x, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : size >= 0.01 ? 4 : 5))
  }

  /// Mantissa and exponent: `scientific(1234.5, 2)` is "1.23e+03".
  public static func scientific(_ x: Double, _ decimals: Int) -> String {
    guard x.isFinite, x != 0 else { return fixed(x, decimals) }
    var exponent = 0
    var mantissa = x.magnitude
    while mantissa >= 10 {
      mantissa /= 10
      exponent += 1
    }
    while mantissa < 1 {
      mantissa *= 10
      exponent -= 1
    }
    var text = fixed(mantissa, decimals)
    if text.hasPrefix("10") {
      exponent += 1
      text = fixed(1, decimals)
    }
    let digits = exponent.magnitude < 10 ? "0\(exponent.magnitude)" : "\(exponent.magnitude)"
    return (x < 0 ? "-" : "") + text + "e" + (exponent < 0 ? "-" : "+") + digits
  }

  /// A count of bytes in the unit a person would choose; 1 kB = 1,024 bytes.
  public static func bytes(_ count: Int) -> String {
    if count < 100_000 { return grouped(count) + " B" }
    if count < 1_048_576 { return fixed(Double(count) / 1024, 1) + " kB" }
    return fixed(Double(count) / 1_048_576, 1) + " MB"
  }

  /// A whole number with thousands separated by commas: "12,345".
  public static func grouped(_ count: Int) -> String {
    var groups: [String] = []
    var rest = count.magnitude
    while rest >= 1000 {
      let low = String(rest % 1000)
      groups.append(String(repeating: "0", count: 3 - low.count) + low)
      rest /= 1000
    }
    groups.append(String(rest))
    return (count < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text = text
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
