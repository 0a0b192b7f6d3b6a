import LinearAlgebra
import Messages

extension Quote {
  /// The same quote for more rows, by half of what the last doubling brought.
  ///
  ///     L(n) = L(N) + ½ (L(N) − L(N/2)) log₂(n/N)
  ///
  /// The band moves along and grows by the step, since none was calibrated. Where half of the rows are quoted no worse, the
  /// quote stays as it is and says so. Where either quote is refused, so is this.
  ///
  /// - Parameters:
  ///   - before: the quote for half of the rows.
  ///   - doublings: log₂(n/N).
  public func extrapolated(from before: Quote?, doublings: Double) -> Quote {
    guard let error, let band, let earlier = before?.error, error > 0, earlier > 0 else {
      return replaced(nil, nil, QuoteVerdict(refused: "half of the rows give no quote to extrapolate from"))
    }
    // Shares far below one and squares alike: the logarithm serves both.
    let further = error * exponential(0.5 * doublings * min(0, logarithm(error / earlier)))
    let reason =
      further < error
      ? "extrapolated beyond the rows at hand; no band was calibrated there"
      : "half of the rows are quoted no worse: nothing is extrapolated, this is the quote for all rows at hand"
    let step = (error - further).magnitude
    return replaced(
      further, max(0, band.lowerBound - 2 * step)...band.upperBound, verdict.extrapolated(reason))
  }

  private func replaced(_ error: Double?, _ band: ClosedRange<Double>?, _ verdict: QuoteVerdict) -> Quote {
    Quote(
      penalty: penalty, fraction: fraction, lambda: lambda, form: form, error: error, band: band, verdict: verdict,
      pilots: nil, backTest: nil, gap: nil, spread: nil, nonzeroFraction: nonzeroFraction, optimism: nil)
  }
}
