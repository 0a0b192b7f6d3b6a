import DataModels
import Testing

@Suite struct StandardNormalTests {
  @Test func cumulativeAndDensity() {
    for (x, value, density) in StandardNormalVectors.cumulative {
      // x / √2 is rounded before erfc, whose relative slope is about x²: a few ulps times x² in the tail.
      let tolerance = 4 * 0x1p-53 * max(1, x * x)
      #expect(abs(StandardNormal.cumulative(x) / value - 1) <= tolerance, "Φ(\(x))")
      #expect(abs(StandardNormal.density(x) / density - 1) <= tolerance, "φ(\(x))")
    }
  }

  @Test func quantile() {
    for (p, value) in StandardNormalVectors.quantile {
      let x = StandardNormal.quantile(p)
      // One rounding of p, seen through the slope 1/φ, and a few of x itself.
      let tolerance = 4 * 0x1p-53 * max(1, value.magnitude) + 2 * 0x1p-53 * p / StandardNormal.density(value)
      #expect(abs(x - value) <= tolerance, "Φ⁻¹(\(p)) = \(x), expected \(value)")
    }
    #expect(StandardNormal.quantile(0) == -.infinity && StandardNormal.quantile(1) == .infinity)
    #expect(StandardNormal.quantile(-0.1).isNaN && StandardNormal.quantile(1.1).isNaN)
    #expect(StandardNormal.quantile(.nan).isNaN)
  }
}
