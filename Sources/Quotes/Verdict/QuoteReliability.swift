/// How often quotes of each color were bad: off by more than 3 points and by more than 2.5 standard errors of the test.
///
/// The only copy of these numbers in the program; a test holds them against the file that they were counted for.
public struct QuoteReliability: Sendable, Equatable {
  /// Shares in percent; nil where no quote had the color.
  public let green: Double?
  public let amber: Double?
  public let red: Double?

  /// The date of the file in Evidence/quotes that `Benchmarks/quotes.py` wrote.
  public static let evidence = "2026-11-21"

  public static let norms = QuoteReliability(green: 3.3, amber: 17.8, red: 28.5)
  public static let randomFeatures = QuoteReliability(green: 1.6, amber: 18.6, red: nil)
}
