import LinearAlgebra

/// ψ(a) = |a|^q / q; with q = 2 mirror descent is gradient descent, named "l2".
public struct PowerPotential: MirrorPotential {
  /// q > 1.
  public let exponent: Double

  /// - Precondition: the exponent is above 1.
  public init(exponent: Double) {
    precondition(exponent > 1 && exponent.isFinite)
    self.exponent = exponent
  }

  public var name: String { exponent == 2 ? "l2" : "q:\(exponent)" }
  public func value(_ a: Double) -> Double { power(a.magnitude, exponent) / exponent }
  public func derivative(_ a: Double) -> Double { withSign(of: a, power(a.magnitude, exponent - 1)) }
  public func secondDerivative(_ a: Double) -> Double { (exponent - 1) * power(a.magnitude, exponent - 2) }
  public func inverseDerivative(_ u: Double) -> Double { withSign(of: u, power(u.magnitude, 1 / (exponent - 1))) }

  public func prox(_ x: Double, step: Double) -> Double {
    let size = x.magnitude
    switch exponent {
    case 2: return x / (1 + step)
    case 1.5:
      guard size > 0 else { return x }
      let root = 2 * size / (step + (step * step + 4 * size).squareRoot())
      return withSign(of: x, root * root)
    case 3: return withSign(of: x, 2 * size / (1 + (1 + 4 * step * size).squareRoot()))
    default: return bracketedProx(x, step: step)
    }
  }

  private func withSign(of a: Double, _ size: Double) -> Double { a < 0 ? -size : size }
}
