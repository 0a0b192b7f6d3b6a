/// An even, strictly convex function ψ of one weight. Mirror descent with ψ, from zero, ends at the interpolating
/// weights of least Σᵢ ψ(aᵢ).
///
/// - Source: arXiv 2510.16250, section 4.
public protocol MirrorPotential: Sendable {
  /// The name on the command line and in JSON, with its parameter: "q:1.5".
  var name: String { get }
  /// ψ(a).
  func value(_ a: Double) -> Double
  /// ψ′(a), the mirror map.
  func derivative(_ a: Double) -> Double
  /// ψ″(a); may be infinite or 0 at a = 0.
  func secondDerivative(_ a: Double) -> Double
  /// The a with ψ′(a) = u.
  func inverseDerivative(_ u: Double) -> Double
  /// argmin over t of (t − x)²/2 + step · ψ(t).
  func prox(_ x: Double, step: Double) -> Double
}

extension MirrorPotential {
  public func prox(_ x: Double, step: Double) -> Double { bracketedProx(x, step: step) }

  /// The prox by Newton's method, kept inside a bracket, on t + step · ψ′(t) = x: the definition.
  public func bracketedProx(_ x: Double, step: Double) -> Double {
    guard x != 0 else { return 0 }
    // The solution of an even ψ lies between 0 and x.
    var (low, high) = (0.0, x.magnitude)
    var t = high / 2
    for _ in 0..<200 {
      let excess = t + step * derivative(t) - x.magnitude
      if excess > 0 { high = t } else { low = t }
      let next = t - excess / (1 + step * secondDerivative(t))
      let moved = next > low && next < high ? next : (low + high) / 2
      if moved == t || (moved - t).magnitude <= 1e-16 * moved { return x < 0 ? -moved : moved }
      t = moved
    }
    return x < 0 ? -t : t
  }

  /// The derivative of the prox with respect to x: 1 / (1 + step · ψ″(prox)).
  public func proxSlope(at prox: Double, step: Double) -> Double { 1 / (1 + step * secondDerivative(prox)) }
}
