/// φ(u) = max(u, 0); NaN stays.
public struct ReLU: Activation {
  public init() {}
  public var name: String { "relu" }
  public var isOdd: Bool { false }
  public func value(_ u: Double) -> Double { u < 0 ? 0 : u }
  public func apply(_ u: inout MutableSpan<Float>) {
    for i in u.indices { u[unchecked: i] = u[unchecked: i] < 0 ? 0 : u[unchecked: i] }
  }
}
