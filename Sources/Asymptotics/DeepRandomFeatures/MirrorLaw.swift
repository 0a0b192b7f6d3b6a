import ConvexFunctions
import LinearAlgebra

/// The entries of an interpolating solution of least Σ ψ(aᵢ), in the limit of many.
///
///     a = prox_c(s z),  z ~ N(0, 1):   E prox′ = δ,   s² δ = E prox² + ω (1 − δ)/δ
///
/// - Source: the rotation argument of `Documentation/FeatureTheory.md`.
struct MirrorLaw {
  /// δ = n/d_L, below 1.
  let ratio: Double
  /// ω = ‖a_ℓ2‖²/d_L.
  let meanSquare: Double

  /// The midpoint rule on (0, 10); ψ and the Gaussian are even. No node is at 0, where ψ″ may be infinite.
  private static let grid: [(z: Double, weight: Double)] = {
    let (count, width) = (2000, 10.0 / 2000)
    return (0..<count).map { i in
      let z = (Double(i) + 0.5) * width
      return (z, 2 * width / (2 * Double.pi).squareRoot() * exponential(-z * z / 2))
    }
  }()

  /// E prox² at the solution.
  ///
  /// - Throws: a `Refusal` of kind `failure` where the equations are not solved.
  func meanSquare(of potential: some MirrorPotential) throws -> Double {
    guard meanSquare > 0 else { return 0 }
    func residual(_ logScale: Double) throws -> Double {
      let scale = exponential(logScale)
      let share = scale * scale * ratio - meanSquare * (1 - ratio) / ratio
      return share / meanSquare - (try square(potential, scale: scale)) / meanSquare
    }
    // At s = √ω/δ the ℓ2 prox solves both equations; others need at least as much.
    let low = logarithm(meanSquare.squareRoot() / ratio)
    var high = low + 0.5
    while try residual(high) < 0, high < low + 50 { high += 0.5 }
    let scale = exponential(try BracketedRoot.root(in: low - 0.5...high, of: residual))
    return try square(potential, scale: scale)
  }

  /// E prox_c(s z)², c from E prox′ = δ, which falls as c grows.
  private func square(_ potential: some MirrorPotential, scale: Double) throws -> Double {
    let logStep = try BracketedRoot.root(in: -60...60) { logStep in
      let step = exponential(logStep)
      return Self.grid.reduce(-ratio) {
        $0 + $1.weight * potential.proxSlope(at: potential.prox(scale * $1.z, step: step), step: step)
      }
    }
    let step = exponential(logStep)
    return Self.grid.reduce(0) {
      let prox = potential.prox(scale * $1.z, step: step)
      return $0 + $1.weight * prox * prox
    }
  }
}
