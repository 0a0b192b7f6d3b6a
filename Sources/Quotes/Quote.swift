/// What a model will cost in test error, said before it is fitted.
public struct Quote: Sendable, Equatable {
  public let penalty: String
  /// λ/λ_max, and λ for all rows.
  public let fraction: Double
  public let lambda: Double
  /// The name of the form, and how much a pruned one lost.
  public let form: String
  /// The share of wrong labels, or the mean squared error per target; nil where the verdict refuses to say.
  public let error: Double?
  /// In at least nine of ten jobs the measured error lies here.
  public let band: ClosedRange<Double>?
  public let verdict: QuoteVerdict
  /// The parts, where there are any: anchored pilots of n/4 and of n/8 rows, and ridge plus the synthetic gap.
  public let pilots: Double?
  public let backTest: Double?
  public let gap: Double?
  /// The standard deviation between the pilots of n/4.
  public let spread: Double?
  /// The share of weights that will not be zero, about.
  public let nonzeroFraction: Double?
  /// How much too low the least quote of this penalty and form is for having been chosen; nil where one estimate only was made.
  public let optimism: Double?
}
