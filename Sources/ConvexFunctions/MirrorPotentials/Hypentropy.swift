import LinearAlgebra

/// ψ(a) = a asinh(a/β) − √(a² + β²) + β, the smoothed negative entropy: exponentiated gradient on a = a₊ − a₋, both
/// started at β/2.
public struct Hypentropy: MirrorPotential {
  /// β > 0: below it ψ is a parabola, far above it |a| ln |a|.
  public let width: Double

  /// - Precondition: the width is positive.
  public init(width: Double) {
    precondition(width > 0 && width.isFinite)
    self.width = width
  }

  public var name: String { "hypentropy:\(width)" }
  public func value(_ a: Double) -> Double {
    a * derivative(a) - (a * a + width * width).squareRoot() + width
  }
  public func derivative(_ a: Double) -> Double { inverseHyperbolicSine(a / width) }
  public func secondDerivative(_ a: Double) -> Double { 1 / (a * a + width * width).squareRoot() }
  public func inverseDerivative(_ u: Double) -> Double { width * hyperbolicSine(u) }
}
