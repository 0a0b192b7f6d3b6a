/// φ(u) = max(u, 0).
public struct ReLU: Activation {
  public init() {}
  public var name: String { "relu" }
  public var isOdd: Bool { false }
  public func value(_ u: Double) -> Double { u > 0 ? u : 0 }
  public func apply(_ u: inout MutableSpan<Float>) {
    for i in u.indices { u[unchecked: i] = u[unchecked: i] > 0 ? u[unchecked: i] : 0 }
  }
}
