public import Activations
import DataModels
import LinearAlgebra

/// Loss and coarse gradient of straight-through training with endless Gaussian samples, at an angle θ between the binary
/// weights q and the teacher w*.
///
///     L = ‖v‖² θ/2π + Var ξ/2,        E g = ‖v‖² (α q − β w*),        cos θ = 1 − 2h/n at Hamming distance h
///     α = κ [1/(2√2π) − φ(c) Φ(−c cot θ)],    β = κ [Φ(c / sin θ) − ½] / √2π,    κ = 2 for even μ′, else 1
///
/// for windows of cutoff c, infinite for identity and ReLU; smooth even μ′ by quadrature. A wrong coordinate is pushed to
/// the truth by ‖v‖² (α + β)/√n, a correct one held there by ‖v‖² (β − α)/√n: 0 for identity and ReLU.
///
/// - Source: `Documentation/StraightThrough.md`; arXiv 2505.18113, section 3, for ReLU.
public struct CoarseGradient: Sendable, Equatable {
  /// cos θ.
  public let cosine: Double
  public let alpha: Double
  public let beta: Double

  /// - Parameter cosine: from −1 to 1.
  /// - Precondition: μ′ is a window or even.
  public init(_ surrogate: any SurrogateGradient, cosine: Double) {
    precondition(cosine.magnitude <= 1, "a cosine is at most 1; found \(cosine)")
    self.cosine = cosine
    let sine = ((1 - cosine) * (1 + cosine)).squareRoot()
    if surrogate.isWindow {
      let (c, sides) = (surrogate.cutoff, surrogate.isEven ? 2.0 : 1)
      let lost = c == .infinity ? 0 : StandardNormal.density(c) * StandardNormal.cumulative(-c * cosine / sine)
      alpha = sides * (Self.half - lost)
      // Φ(x) − ½ = erf(x/√2)/2 keeps its digits.
      beta = sides * errorFunction(c / sine / 2.0.squareRoot()) * Self.half
    } else {
      precondition(surrogate.isEven, "a smooth surrogate is even")
      (alpha, beta) = SmoothCoarseGradient(surrogate, cosine: cosine, sine: sine).values
    }
  }

  /// 1/(2√2π).
  private static let half = 0.199_471_140_200_716_35

  /// θ, from 0 to π.
  public var angle: Double { Self.angle(cosine: cosine) }

  /// L / ‖v‖² without noise: θ/2π.
  public var loss: Double { angle / (2 * Double.pi) }

  /// (α + β)/√n, in units of ‖v‖².
  public func pullOfWrongCoordinate(weightCount n: Int) -> Double { (alpha + beta) / Double(n).squareRoot() }

  /// (β − α)/√n, in units of ‖v‖².
  public func holdOfRightCoordinate(weightCount n: Int) -> Double { (beta - alpha) / Double(n).squareRoot() }

  /// arccos, accurate at both ends.
  public static func angle(cosine: Double) -> Double {
    2 * arcTangent((1 - cosine).squareRoot(), (1 + cosine).squareRoot())
  }
}
