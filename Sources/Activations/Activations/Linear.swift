/// φ(u) = u.
public struct Linear: Activation {
  public init() {}
  public var name: String { "linear" }
  public var isOdd: Bool { true }
  public func value(_ u: Double) -> Double { u }
  public func apply(_ u: inout MutableSpan<Float>) {}
}
