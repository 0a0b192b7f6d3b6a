/// φ(u) = +1 for u ≥ 0 and −1 otherwise: one bit. A NaN counts as +1.
public struct Sign: Activation {
  public init() {}
  public var name: String { "sign" }
  public var isOdd: Bool { true }
  public func value(_ u: Double) -> Double { u < 0 ? -1 : 1 }
  public func apply(_ u: inout MutableSpan<Float>) {
    for i in u.indices { u[unchecked: i] = u[unchecked: i] < 0 ? -1 : 1 }
  }
}
