/// The odd integers from −(2^b − 1) to 2^b − 1: b bits without a zero.
///
///     value = 2^b − 1 − 2 · code = Σᵢ 2ⁱ (−1)^cᵢ,   cᵢ bit i of the code
///
/// A weighted sum of signs, so that b-bit weights run on one-bit kernels; at b = 1 it would be `OneBit`. In the
/// usual terms the numbers are ±½Δ, ±3⁄2Δ, …, with Δ twice the scale; what lies beyond ±2^b saturates.
public struct MidRiseInteger: NumberFormat {
  /// The widths that exist.
  public static let widths = 2...8

  public let bitWidth: Int

  /// - Precondition: the width is one of `widths`.
  public init(bitWidth: Int) {
    precondition(Self.widths.contains(bitWidth), "integers have 2 to 8 bits, not \(bitWidth)")
    self.bitWidth = bitWidth
  }

  public var name: String { "int\(bitWidth)" }
  public var range: Double { Double(1 << bitWidth) }
  private var largest: Int { (1 << bitWidth) - 1 }

  public func value(of code: UInt16) -> Double? {
    code <= UInt16(largest) ? Double(largest - 2 * Int(code)) : nil
  }

  public func code(nearest x: Double) -> UInt16 {
    // x lies in [2m, 2m + 2), the cell of 2m + 1. Flooring first makes the halving exact, even of the smallest x.
    let half = Double(1 << (bitWidth - 1))
    let m = min(max((x.isNaN ? 0 : x.rounded(.down) / 2).rounded(.down), -half), half - 1)
    return UInt16(half - 1 - m)
  }

  public func nearest(_ values: Span<Double>, unit: Double, into numbers: inout MutableSpan<Double>) {
    precondition(numbers.count >= values.count)
    let (lowest, highest) = (-Double(1 << bitWidth), Double(largest))
    // Adding and subtracting this rounds to a nearest integer, without a call.
    let shift = 0x1.8p52
    for i in values.indices {
      let x = values[unchecked: i] / unit
      let y = x.isNaN ? 0 : x < lowest ? lowest : x > highest ? highest : x
      // m = ⌊y/2⌋ of `code(nearest:)`: the integer near y/2, or the one below where that is too large.
      let near = (y / 2 + shift) - shift
      let m = 2 * near > y ? near - 1 : near
      numbers[unchecked: i] = 2 * m + 1
    }
  }

  public func neighbors(of x: Double) -> Neighbors {
    let x = x.isNaN ? 0 : x
    if x.magnitude >= Double(largest) { return Neighbors(x < 0 ? -Double(largest) : Double(largest)) }
    // The largest odd integer that is not above x: 2m + 1 with m = ⌊(⌊x⌋ − 1) / 2⌋.
    let lower = 2 * ((x.rounded(.down) - 1) / 2).rounded(.down) + 1
    return lower == x ? Neighbors(x) : Neighbors(lower, lower + 2, lowerIsEven: isEven(code(nearest: lower)))
  }
}
