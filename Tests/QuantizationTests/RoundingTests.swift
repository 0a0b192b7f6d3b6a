import LinearAlgebra
import Quantization
import Testing

/// What each rounding promises.
@Suite struct RoundingTests {
  @Test func namesAreUnique() {
    #expect(Roundings.all.map(\.name) == ["sr", "rne"])
    #expect(Roundings.named("up") == nil)
  }

  /// Ties to even codes, on both sides of zero.
  @Test func tiesGoToEven() {
    let integers = SymmetricInteger(bitWidth: 4)
    func rounded(_ x: Double) -> Double { integers.rounded(x, by: NearestEven()) }
    #expect([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 6.5, 7.5].map(rounded) == [-2, -2, 0, 0, 2, 2, 6, 7])
    #expect([-0.5, 0.5].map { Ternary().rounded($0, by: NearestEven()) } == [0, 0])
    #expect(OneBit().rounded(0, by: NearestEven()) == 1)
    // 1¼ lies between 1 and 1½, 2½ between 2 and 3, 5 between 4 and 6.
    #expect([1.25, 2.5, 5, -5].map { MiniFloat.e2m1.rounded($0, by: NearestEven()) } == [1, 2, 4, -4])
  }

  /// P(up) = (x − lower) / (upper − lower): noise below it rounds up, and the mean over noise is x.
  @Test func stochasticRoundingKeepsTheMean() {
    var random = RandomStream(seed: 5).branch("rounding")
    for format in Formats.all {
      for x in random.uniforms(6).map({ (2 * $0 - 1) * min(format.value(of: format.code(nearest: 1e300))!, 3) }) {
        let around = format.neighbors(of: x)
        // A grid of noises in the middles of 1,000 equal parts hits the mean to one part.
        let sum = (0..<1000).reduce(0) { $0 + format.rounded(x, by: Stochastic(), noise: (Double($1) + 0.5) / 1000) }
        #expect(abs(sum / 1000 - x) <= (around.upper - around.lower) * 1.001e-3 / 2 + 1e-12, "\(format.name) \(x)")
      }
    }
    #expect(Ternary().rounded(0.25, by: Stochastic(), noise: 0.2499) == 1)
    #expect(Ternary().rounded(0.25, by: Stochastic(), noise: 0.25) == 0)
  }

  /// An array is rounded as its values are one by one.
  @Test func arraysAreTheirValues() {
    var random = RandomStream(seed: 6).branch("array")
    let (x, noise) = (random.gaussians(100), random.uniforms(100))
    var values = x
    MiniFloat.e3m2.round(&values[10..<90], scale: 0.25, by: Stochastic(), noise: noise[10..<90])
    for i in 0..<100 {
      let one = 0.25 * MiniFloat.e3m2.rounded(x[i] / 0.25, by: Stochastic(), noise: noise[i])
      #expect(values[i] == ((10..<90).contains(i) ? one : x[i]))
    }
  }
}
