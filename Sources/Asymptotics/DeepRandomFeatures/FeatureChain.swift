import DataModels
import LinearAlgebra
import Messages

/// κ and D = Tr Σ(Σ + κ)⁻¹ of one layer, and their derivatives with respect to κ₀.
struct ChainPoint: Sendable {
  var kappa: Double
  var degrees: Double
  var kappaSlope: Double
  var degreesSlope: Double
}

/// The Marchenko–Pastur law nested once for every layer: given κ₀, every κ_l and D_l is explicit.
///
/// It runs from the inputs up, so that no inner fixed point is needed; only κ₀ is searched for, by the samples.
struct FeatureChain: Sendable {
  let spectrum: GroupedSpectrum
  let layers: [LayerLaw]

  /// Layers 0 … L; nil where one of them has no positive κ.
  func points(at kappa: Double) -> [ChainPoint]? {
    let degrees = spectrum.degreesOfFreedom(kappa)
    var point = ChainPoint(kappa: kappa, degrees: degrees.value, kappaSlope: 1, degreesSlope: degrees.slope)
    var points = [point]
    var count = spectrum.count
    for layer in layers {
      guard let next = layer.next(point, after: count) else { return nil }
      point = next
      points.append(point)
      count = layer.width
    }
    return points
  }

  /// The points with κ_L (n − D_L) = λ.
  ///
  /// Every κ_l and the left side increase with κ₀ on the branch that exists, so that the logarithm of κ₀ is bracketed.
  /// λ = 0 ends at D_L = n where n is below the rank of the features, at κ_L = 0 elsewhere.
  ///
  /// - Throws: a `Refusal` of kind `usage` where λ is beyond all bounds.
  func solve(samples: Double, lambda: Double) throws -> [ChainPoint] {
    // Shifted, so that the relative tolerance of the root is one of κ₀ everywhere.
    let (lowest, shift) = (4.0, 64.0)
    func kappa(_ x: Double) -> Double { spectrum.mean * exponential(x - shift) }
    func excess(_ x: Double) -> Double {
      guard let last = points(at: kappa(x))?.last else { return -.infinity }
      return last.kappa * (samples - last.degrees) - lambda
    }
    var top = shift + 10
    while !(excess(top) > 0) {
      top += 10
      guard top < 600 else {
        throw Refusal.usage(
          "the theory has no solution at n = \(NumberText.short(samples)), λ = \(NumberText.short(lambda)); choose a smaller λ"
        )
      }
    }
    let root = try BracketedRoot.root(in: lowest...top) { excess($0) }
    if let points = points(at: kappa(root)) { return points }
    // The branch begins at the root; its other side is a rounding away.
    guard let points = points(at: kappa(root * (1 + 4e-15))) else {
      throw Refusal.failure(
        "the equations of the theory have no solution at n = \(NumberText.short(samples)), λ = \(NumberText.short(lambda)); move the sizes a little"
      )
    }
    return points
  }
}
