/// What `signbit quote` says.
public struct QuoteAnswer: Sendable, Codable, Equatable {
  public let data: DataSummary
  /// The strength with the least quote for each penalty and format.
  public let candidates: [Candidate]
  /// Every quote.
  public let quotes: [QuoteRow]
  /// The same for other numbers of training rows; empty unless asked.
  public let samples: [QuoteRow]
  public let verdict: CompressAnswer.Verdict
  public let diagnosis: [String]
  /// What this quote took and was expected to take, and what fitting everything is expected to take.
  public let quoteSeconds: Double
  public let expectedSeconds: Double
  public let trainingSeconds: Double
  public var files: [String]
  public let seed: UInt64
  public let version: String

  /// The cheapest within the budget; nil where there is none.
  public var chosen: Candidate? { candidates.first { $0.chosen } }
}

/// One quote: a strength in one format.
public struct QuoteRow: Sendable, Codable, Equatable {
  /// Training rows.
  public let samples: Int
  public let penalty: String
  public let lambdaFraction: Double
  public let lambda: Double
  public let format: String
  @OrNull public var predictedError: Double?
  @OrNull public var predictedBand: [Double]?
  /// With `--measure`: on the test rows.
  @OrNull public var measuredError: Double?
  public let verdict: String
  public let reasons: [String]
  /// The parts of the quote of a norm: pilots of a quarter and of an eighth of the rows, carried to all, and ridge plus the
  /// synthetic gap.
  @OrNull public var pilots: Double?
  @OrNull public var backTest: Double?
  @OrNull public var gap: Double?
  /// The standard deviation between the pilots of a quarter of the rows.
  @OrNull public var spread: Double?
  /// How much too low the least quote of this penalty and format is for having been chosen.
  @OrNull public var optimism: Double?
  public var family = LinearFamily.name
  @OrNull public var map: String?
  @OrNull public var layers: [Int]?
  /// The other parts of the quote of random features, whose `pilots` is the carried pilot: leave-one-out of all rows with what
  /// the format costs in the pilot, and the error of the pilot as it was.
  @OrNull public var leftOut: Double?
  @OrNull public var pilotError: Double?
}
