/// The integers from −(2^(b−1) − 1) to 2^(b−1) − 1: b bits with a zero, 2^b − 1 levels.
///
/// The code is two's complement; that of −2^(b−1), which has no opposite, is not used. In the usual terms a number is a
/// multiple of the step Δ = R / (2^(b−1) − 1), with R the fixed range and Δ the scale.
public struct SymmetricInteger: NumberFormat {
  /// The widths that exist.
  public static let widths = 2...16

  public let bitWidth: Int

  /// - Precondition: the width is one of `widths`.
  public init(bitWidth: Int) {
    precondition(Self.widths.contains(bitWidth), "symmetric integers have 2 to 16 bits, not \(bitWidth)")
    self.bitWidth = bitWidth
  }

  public var name: String { "fixed\(bitWidth)" }
  public var range: Double { Double(largest) }
  private var largest: Int { (1 << (bitWidth - 1)) - 1 }

  public func value(of code: UInt16) -> Double? {
    let code = Int(code)
    guard code < 1 << bitWidth, code != largest + 1 else { return nil }
    return Double(code > largest ? code - (1 << bitWidth) : code)
  }

  public func code(nearest x: Double) -> UInt16 {
    let number = Int(rounded(x, by: NearestUp()))
    return UInt16(number < 0 ? number + (1 << bitWidth) : number)
  }

  public func neighbors(of x: Double) -> Neighbors {
    let x = x.isNaN ? 0 : x
    if x.magnitude >= range { return Neighbors(x < 0 ? -range : range) }
    // There is no −0: adding 0 removes it.
    let lower = x.rounded(.down) + 0
    return lower == x
      ? Neighbors(lower) : Neighbors(lower, lower + 1, lowerIsEven: Int(lower) & 1 == 0)
  }
}
