/// What stands in for the derivative of a step, which is 0 almost everywhere: μ′ of a straight-through estimator.
///
///     forward  σ(a) = 1 where a > 0, else 0;      backward  σ′(a) := μ′(a)
///
/// A new one is a file in `Surrogates/` and a line in its catalog.
///
/// - Source: arXiv 2505.18113, section 2; Bengio, Léonard & Courville, arXiv 1308.3432.
public protocol SurrogateGradient: Sendable {
  /// The name on the command line and in JSON: "clipped-relu".
  var name: String { get }
  /// c > 0, the scale of the sums on which μ′ falls off; infinite where it does not.
  var cutoff: Double { get }
  /// Whether μ′(−a) = μ′(a); otherwise μ′(a) = 0 for a ≤ 0.
  var isEven: Bool { get }
  /// Whether μ′ is 1 where a < c, and −c < a if it is even, and 0 elsewhere: additions are then all it needs.
  var isWindow: Bool { get }
  /// μ′(a), at most 1.
  func derivative(_ a: Double) -> Double
}

extension SurrogateGradient {
  /// Whether a lies in the open interval where μ′ is 1, for those that are a window.
  public func window(_ a: Double) -> Double { a < cutoff && a > (isEven ? -cutoff : 0) ? 1 : 0 }
}
