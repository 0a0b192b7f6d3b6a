import Asymptotics
import ConvexFunctions
import DataModels
import Testing

/// Integrals of piecewise linear functions of Gaussians beside closed forms.
@Suite struct GaussianMeanTests {
  static let correlations = [-0.999999, -0.99, -0.6, 0, 1e-6, 0.3, 0.9, 0.999, 0.99999999, 1]

  /// E[sign G sign G′] = (2/π) asin Ω; E[G sign G′] = √(2/π) Ω; Isserlis for the identity.
  @Test(arguments: correlations)
  func closedForms(_ omega: Double) {
    let arcsine = Self.arcsine(omega) * 2 / Double.pi
    let signs = BivariateMeans(.sign, .sign, correlation: omega)
    #expect(abs(signs.plain - arcsine) < 1e-9, "\(signs.plain), \(arcsine)")
    let mixed = BivariateMeans(.identity, .sign, correlation: omega)
    #expect(abs(mixed.plain - omega * (2 / Double.pi).squareRoot()) < 1e-11)
    let both = BivariateMeans(.identity, .identity, correlation: omega, moments: true)
    #expect(abs(both.plain - omega) < 1e-11)
    #expect(abs(both.firstSquared - 3 * omega) < 1e-11 && abs(both.secondSquared - 3 * omega) < 1e-11)
    #expect(abs(both.product - (1 + 2 * omega * omega)) < 1e-11)
  }

  /// The area under the curve of arcsine, without Foundation: by its derivative.
  private static func arcsine(_ x: Double) -> Double {
    // asin x = atan(x / √(1 − x²)) by halving: four halvings and a series.
    if x.magnitude == 1 { return x * .pi / 2 }
    var t = x / ((1 - x) * (1 + x)).squareRoot()
    for _ in 0..<8 { t = t / (1 + (1 + t * t).squareRoot()) }
    let s = t * t
    return 256 * t * (1 - s / 3 + s * s / 5 - s * s * s / 7)
  }

  /// Closed forms of the shrinkages beside the general integrals over their pieces.
  @Test func shrinkages() {
    for (name, levels, shrinkage) in [
      ("l2", [0.01, 0.5, 1], { SquaredL2().shrinkage(level: $0) }),
      ("l1", [0.001, 0.5, 2, 6], { L1().shrinkage(level: $0) }),
      ("linf", [1e-5, 0.01, 0.7, 3, 7], { LInf().shrinkage(level: $0) }),
    ] as [(String, [Double], (Double) -> Shrinkage)] {
      for level in levels {
        let shrinkage = shrinkage(level)
        // Stein: E[η′] = E[G η].
        #expect(abs(shrinkage.slope - shrinkage.function.gaussianSlope) <= 1e-13 + 1e-9 * shrinkage.slope)
        #expect(
          abs(shrinkage.squareMean - shrinkage.function.squareMean) <= 1e-15 + 1e-8 * shrinkage.squareMean,
          "\(name) \(level): \(shrinkage.squareMean), \(shrinkage.function.squareMean)")
        // A column with itself.
        let itself = BivariateMeans(shrinkage.function, shrinkage.function, correlation: 1 - 1e-10)
        #expect(abs(itself.plain - shrinkage.squareMean) <= 1e-14 + 1e-6 * shrinkage.squareMean)
      }
    }
  }
}
