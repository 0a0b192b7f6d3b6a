import ConvexFunctions
import LinearAlgebra
import Testing

@Suite struct MirrorLawTests {
  private let points = [-3.0, -0.7, -1e-3, -1e-7, 1e-7, 1e-3, 0.02, 0.7, 3]

  /// ψ′ and ψ″ are derivatives, and the inverse undoes ψ′. Central differences of step h have an error of h² ψ‴/6.
  @Test(arguments: MirrorPotentials.samples) func derivatives(_ mirror: any MirrorPotential) {
    for a in points where a.magnitude >= 1e-3 {
      let h = 1e-5 * a.magnitude
      let slope = (mirror.value(a + h) - mirror.value(a - h)) / (2 * h)
      #expect((slope - mirror.derivative(a)).magnitude <= 1e-5 * (mirror.derivative(a).magnitude + 1e-6))
      let bend = (mirror.derivative(a + h) - mirror.derivative(a - h)) / (2 * h)
      #expect((bend - mirror.secondDerivative(a)).magnitude <= 1e-6 * mirror.secondDerivative(a))
    }
    for a in points {
      #expect((mirror.inverseDerivative(mirror.derivative(a)) - a).magnitude <= 1e-12 * a.magnitude)
      #expect(mirror.derivative(-a) == -mirror.derivative(a))
      #expect(mirror.value(a) == mirror.value(-a) && mirror.value(a) > 0)
    }
  }

  /// t = prox(x) solves t + step ψ′(t) = x, and closed forms agree with the bracketed definition.
  @Test(arguments: MirrorPotentials.samples) func proxes(_ mirror: any MirrorPotential) {
    for x in points {
      for step in [1e-6, 1e-2, 1, 50] {
        let t = mirror.prox(x, step: step)
        #expect((t + step * mirror.derivative(t) - x).magnitude <= 1e-11 * x.magnitude)
        let definition = mirror.bracketedProx(x, step: step)
        #expect((t - definition).magnitude <= 1e-11 * t.magnitude)
        let h = 1e-6 * x.magnitude
        let slope = (mirror.prox(x + h, step: step) - mirror.prox(x - h, step: step)) / (2 * h)
        #expect((slope - mirror.proxSlope(at: t, step: step)).magnitude <= 1e-4)
      }
    }
    #expect(mirror.prox(0, step: 1) == 0)
  }

  @Test(arguments: MirrorPotentials.samples) func namesAreReadBack(_ mirror: any MirrorPotential) {
    #expect(MirrorPotentials.named(mirror.name)?.name == mirror.name)
  }

  @Test(arguments: ["", "q", "q:1", "q:nan", "hypentropy:0", "hypentropy:-1", "entropy:1", "q:1.5:2", "l1"])
  func otherNamesAreNone(_ name: String) { #expect(MirrorPotentials.named(name) == nil) }
}
