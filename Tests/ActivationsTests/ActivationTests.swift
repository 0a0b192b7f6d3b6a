import Activations
import LinearAlgebra
import Testing

/// Laws over the catalog, then golden numbers.
@Suite struct ActivationTests {
  static let names = Activations.all.map(\.name)

  @Test func catalogNames() {
    #expect(Self.names == ["linear", "tanh", "erf", "relu", "silu", "softplus", "sign"])
    #expect(Set(Self.names).count == Self.names.count)
    #expect(Activations.named("tanhh") == nil)
  }

  /// Every place of interest, and both ends.
  static let inputs: [Float] = {
    var stream = RandomStream(seed: 41).branch("activations")
    let wide = stream.floatGaussians(3000).map { $0 * 4 }
    let fine = (-3000...3000).map { Float($0) / 300 }
    return wide + fine + [
      0, -0.0, 1e-30, -1e-30, 1e-4, -1e-4, 0.999_999, 1, 1.000_001, 30, -30, 87, -87, 88.5, -88.5, 1000, -1000, 1e30,
      -1e30,
    ]
  }()

  @Test(arguments: names) func arrayFormIsTheDefinition(name: String) throws {
    let activation = try #require(Activations.named(name))
    var array = Self.inputs
    activation.apply(&array)
    for (u, y) in zip(Self.inputs, array) {
      let exact = activation.value(Double(u))
      let tolerance = 4e-7 * max(1, exact.magnitude)
      if !((Double(y) - exact).magnitude <= tolerance) { Issue.record("\(name)(\(u)) = \(y), not \(exact)") }
    }
  }

  /// Near zero relative accuracy matters too: small inputs make small features.
  @Test(arguments: ["tanh", "erf"]) func smallInputs(name: String) throws {
    let activation = try #require(Activations.named(name))
    let inputs: [Float] = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 0.3, 0.5, 0.9]
    var array = inputs
    activation.apply(&array)
    for (u, y) in zip(inputs, array) { #expect((Double(y) / activation.value(Double(u)) - 1).magnitude < 1e-6) }
  }

  @Test(arguments: names) func oddness(name: String) throws {
    let activation = try #require(Activations.named(name))
    let isOdd = [0.1, 0.7, 2, 5].allSatisfy { (activation.value($0) + activation.value(-$0)).magnitude < 1e-15 }
    #expect(isOdd == activation.isOdd)
  }

  /// An entry does not depend on where it stands, so vectors and what is left over agree.
  @Test(arguments: names) func placeDoesNotMatter(name: String) throws {
    let activation = try #require(Activations.named(name))
    var all = Self.inputs
    activation.apply(&all)
    for i in stride(from: 0, to: Self.inputs.count, by: 97) {
      var alone = [Self.inputs[i]]
      activation.apply(&alone)
      #expect(alone[0].bitPattern == all[i].bitPattern)
    }
  }

  @Test(arguments: names) func notANumberStays(name: String) throws {
    guard name != "sign" else { return }
    var array: [Float] = [.nan]
    try #require(Activations.named(name)).apply(&array)
    #expect(array[0].isNaN)
  }
}

/// Against closed forms and frozen numbers.
@Suite struct GaussianMomentsTests {
  private func parts(_ activation: some Activation, _ variance: Double) -> (a: Double, b: Double, s2: Double) {
    let moments = GaussianMoments(activation, variance: variance)
    let a = moments.slope * moments.slope
    return (a, moments.secondMoment - variance * a, moments.secondMoment)
  }

  @Test func goldenConstants() {
    let tanh = parts(Tanh(), 1)
    #expect(abs(tanh.a - 0.366_879_164_362_411_1) < 1e-14)
    #expect(abs(tanh.b - 0.027_415_326_035_430_065) < 1e-14)
    #expect(abs(tanh.s2 - 0.394_294_490_397_841_15) < 1e-14)
    let erf = parts(Erf(), 0.5)
    #expect(abs(erf.a - 0.636_619_772_367_581) < 1e-14)
    #expect(abs(erf.b - 0.015_023_447_149_542_79) < 1e-14)
    #expect(abs(erf.s2 - 1.0 / 3) < 1e-14)
    let sign = parts(Sign(), 2)
    #expect(abs(sign.a - 0.318_310_549_331_183) < 1e-14)
    #expect(abs(sign.b - 0.363_378_901_337_653_95) < 1e-13)
    #expect(abs(sign.s2 - 1) < 1e-14)
  }

  /// ReLU: mean s/√(2π), E φ² = s²/2, slope ½; and the offset moves all of them as the normal law says.
  @Test(arguments: [0.25, 1, 9]) func closedForms(variance: Double) {
    let s = variance.squareRoot()
    let relu = GaussianMoments(ReLU(), variance: variance)
    #expect(abs(relu.mean - s / (2 * Double.pi).squareRoot()) < 1e-5 * s)
    #expect(abs(relu.secondMoment - variance / 2) < 1e-12 * variance)
    #expect(abs(relu.slope - 0.5) < 1e-12)
    let t = 0.3
    let normal = 1 - 0.5 * complementaryErrorFunction(t / s / 2.0.squareRoot())
    #expect(abs(GaussianMoments(ReLU(), variance: variance, offset: t).slope - normal) < 1e-4)
    let linear = GaussianMoments(Linear(), variance: variance, offset: t)
    #expect(abs(linear.mean - t) < 1e-13)
    #expect(abs(linear.variance - variance) < 1e-12 * variance)
    #expect(abs(linear.slope - 1) < 1e-13)
  }
}
