import LinearAlgebra

/// φ(u) = tanh u.
public struct Tanh: Activation {
  public init() {}
  public var name: String { "tanh" }
  public var isOdd: Bool { true }
  public func value(_ u: Double) -> Double { hyperbolicTangent(u) }

  public func apply(_ u: inout MutableSpan<Float>) {
    for i in u.indices {
      let x = u[unchecked: i]
      // (e^2|x| − 1) / (e^2|x| + 1); at 10 it is 1 to rounding.
      let e = floatExponentialMinusOne(2 * clamped(x.magnitude, below: 10))
      u[unchecked: i] = withSign(of: x, e / (e + 2))
    }
  }
}
