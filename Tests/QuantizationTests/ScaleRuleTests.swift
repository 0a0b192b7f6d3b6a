import LinearAlgebra
import Quantization
import Testing

/// What each scale rule promises, on Gaussian blocks and on special ones.
@Suite struct ScaleRuleTests {
  static let rules: [any ScaleRule] = [
    MeanAbs(), AbsMax(), RootMeanSquare(), RootMeanSquare(multiple: 1), LeastSquaredError(),
    LesserError(RootMeanSquare(), AbsMax()),
  ]

  static let blocks: [[Double]] = {
    var random = RandomStream(seed: 31).branch("blocks")
    let gaussian = [1, 2, 3, 10, 97, 1000].map { random.gaussians($0) }
    return gaussian + [[0, 0, 5], [-3, -3, -3], [1e-300, -1e-300], [1e150, -2e150], [-7]]
  }()

  private func squaredError(_ block: [Double], _ scale: Double) -> Double {
    block.reduce(0) { $0 + ($1 - ($1 < 0 ? -scale : scale)) * ($1 - ($1 < 0 ? -scale : scale)) }
  }

  /// argmin over s of Σ (w − s · sign w)²: any other scale is worse by count · (difference)², exactly
  /// Pythagoras, up to 1,000 roundings of 1e-16.
  @Test(arguments: blocks) func meanAbsIsTheLeastSquaresScale(block: [Double]) {
    let scale = MeanAbs().scale(of: block[...], for: OneBit())
    // In units of the scale, so that squares neither vanish nor overflow.
    let unit = block.map { $0 / scale }
    let best = squaredError(unit, 1)
    for factor in [0, 0.5, 0.9, 0.999, 1.001, 1.1, 2, -1] {
      let worse = squaredError(unit, factor)
      let expected = best + Double(block.count) * (factor - 1) * (factor - 1)
      #expect(worse > best)
      #expect(abs(worse - expected) <= 1e-12 * expected)
    }
  }

  /// The smallest scale that no value exceeds; it is the magnitude of one of them.
  @Test(arguments: blocks) func absMaxIsTheBoundary(block: [Double]) {
    let scale = AbsMax().scale(of: block[...], for: OneBit())
    #expect(block.allSatisfy { abs($0) <= scale })
    #expect(block.contains { abs($0) == scale })
  }

  /// Scaling by a power of two is exact; signs and order do not matter.
  @Test(arguments: blocks) func scalesAreHomogeneousAndEven(block: [Double]) {
    for rule in Self.rules {
      let scale = rule.scale(of: block[...], for: OneBit())
      #expect(rule.scale(of: block.map { -4 * $0 }[...], for: OneBit()) == 4 * scale)
      #expect(abs(rule.scale(of: block.reversed()[...], for: OneBit()) - scale) <= 1e-12 * scale)
      // A part of an array is a block of its own, and a span the same.
      #expect(rule.scale(of: ([7e200] + block + [-7e200]).dropFirst().dropLast(), for: OneBit()) == scale)
      #expect(rule.scale(of: block.span, for: OneBit()) == scale)
    }
  }

  @Test func blocksWithoutAnythingHaveScaleZero() {
    for rule in Self.rules {
      #expect(rule.scale(of: [][...], for: OneBit()) == 0)
      #expect(rule.scale(of: [0, -0.0, 0][...], for: OneBit()) == 0)
    }
  }

  /// The loss in sum of squares of rounding a block, in units of its largest entry.
  private func loss(_ block: [Double], _ scale: Double, _ format: some NumberFormat) -> Double {
    let unit = block.reduce(0) { max($0, abs($1)) }
    return block.reduce(0) {
      $0 + (($1 - scale * format.nearest($1 / scale)) / unit) * (($1 - scale * format.nearest($1 / scale)) / unit)
    }
  }

  /// The searched scale loses no more than the largest magnitude, which is among the forty; the lesser of two no
  /// more than either.
  @Test(arguments: blocks, MidRiseInteger.widths) func searchedScalesLoseLess(block: [Double], width: Int) {
    let format = MidRiseInteger(bitWidth: width)
    func lossOf(_ rule: some ScaleRule) -> Double { loss(block, rule.scale(of: block[...], for: format), format) }
    let (largest, rms) = (lossOf(AbsMax()), lossOf(RootMeanSquare()))
    #expect(lossOf(LeastSquaredError()) <= largest * (1 + 1e-9))
    #expect(lossOf(LesserError(RootMeanSquare(), AbsMax())) == min(largest, rms))
  }

  @Test func known() {
    #expect(MeanAbs().scale(of: [1, -2, 3, 0][...], for: OneBit()) == 1.5)
    #expect(AbsMax().scale(of: [1, -3, 2, 0][...], for: OneBit()) == 3)
    // Ends of the range: 3/16 each for int4, which has ±15 of its units.
    #expect(AbsMax().scale(of: [1, -3, 2, 0][...], for: MidRiseInteger(bitWidth: 4)) == 3.0 / 16)
    // √(4/4) = 1 where the largest is 2; three of it are more than the largest.
    let one: [Double] = [2, 0, 0, 0]
    #expect(RootMeanSquare(multiple: 1).scale(of: one[...], for: OneBit()) == 1)
    #expect(RootMeanSquare().scale(of: one[...], for: MidRiseInteger(bitWidth: 2)) == 0.5)
  }
}
