/// {−1, +1}, the code 1 meaning −1 and the sign of 0 being +1.
public struct OneBit: NumberFormat {
  public init() {}
  public var name: String { "sign" }
  public var bitWidth: Int { 1 }
  public var range: Double { 1 }
  public func value(of code: UInt16) -> Double? { code == 0 ? 1 : code == 1 ? -1 : nil }
  public func code(nearest x: Double) -> UInt16 { x < 0 ? 1 : 0 }

  public func nearest(_ values: Span<Double>, unit: Double, into numbers: inout MutableSpan<Double>) {
    precondition(numbers.count >= values.count)
    for i in values.indices { numbers[unchecked: i] = values[unchecked: i] / unit < 0 ? -1 : 1 }
  }

  public func neighbors(of x: Double) -> Neighbors {
    x >= 1 ? Neighbors(1) : x <= -1 ? Neighbors(-1) : Neighbors(-1, 1, lowerIsEven: false)
  }
}
