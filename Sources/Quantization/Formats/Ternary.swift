/// {−1, 0, +1} in two bits: half the sum of two signs, each bit 1 meaning −1.
///
///     value = ((−1)^c₀ + (−1)^c₁) / 2,   c₀ the low bit: 0 → +1, 1 → 0, 3 → −1
///
/// The code 2, which would be a second zero, is not used. As sums of signs such numbers run on one-bit kernels.
public struct Ternary: NumberFormat {
  public init() {}
  public var name: String { "ternary" }
  public var bitWidth: Int { 2 }
  public var range: Double { 1 }

  public func value(of code: UInt16) -> Double? {
    switch code {
    case 0: 1
    case 1: 0
    case 3: -1
    default: nil
    }
  }

  public func code(nearest x: Double) -> UInt16 { x >= 0.5 ? 0 : x < -0.5 ? 3 : 1 }

  public func neighbors(of x: Double) -> Neighbors {
    if x >= 1 || x <= -1 { return Neighbors(x < 0 ? -1 : 1) }
    if x > 0 { return Neighbors(0, 1, lowerIsEven: true) }
    return x < 0 ? Neighbors(-1, 0, lowerIsEven: false) : Neighbors(0)
  }

  /// Zero is the even one.
  public func isEven(_ code: UInt16) -> Bool { code == 1 }
}
