import Experiments
import Testing

@Suite struct MeanWithErrorTests {
  @Test func knownNumbers() {
    let four = MeanWithError([2, 4, 4, 6])
    // Σ(x − 4)² = 8, so the sample variance is 8/3 and that of the mean 2/3.
    #expect(four.mean == 4 && four.count == 4)
    #expect(abs(four.standardError - (2.0 / 3).squareRoot()) < 1e-15)
    // One trial says nothing about its own spread.
    #expect(MeanWithError([7]).mean == 7 && MeanWithError([7]).standardError.isNaN)
    #expect(MeanWithError([3, 3, 3]).standardError == 0)
    // Far from zero nothing is lost.
    #expect(abs(MeanWithError([1e9 + 1, 1e9 - 1]).standardError - 1) < 1e-9)
  }
}
