/// What `signbit compress` found.
public struct CompressAnswer: Sendable, Codable, Equatable {
  public let data: DataSummary
  public let candidates: [Candidate]
  /// The solutions along each path, from which the candidates were picked.
  public let path: [PathRow]
  /// How mirror descent found last layers; empty for the direct solver.
  public let descents: [DescentTrace]
  public let verdict: Verdict
  /// Findings in words.
  public let diagnosis: [String]
  /// Errors class by class; null for regression.
  @OrNull public var perClass: PerClass?
  @OrNull public var quoteSeconds: Double?
  public var files: [String]
  public let seed: UInt64
  public let version: String

  /// The row that `model.signbit` holds; nil where no candidate is within the budget.
  public var chosen: Candidate? { candidates.first { $0.chosen } }

  /// Whether a prediction applies to these data.
  public struct Verdict: Sendable, Codable, Equatable {
    @OrNull public var applies: Bool?
    public let reasons: [String]
  }
}

/// One solution of a path: its error as it is and as signs.
public struct PathRow: Sendable, Codable, Equatable {
  public let penalty: String
  public let lambda: Double
  public let lambdaFraction: Double
  @OrNull public var validationError: Double?
  @OrNull public var testError: Double?
  /// Ridge by leave-one-out: with what was known when a better λ took this one out of the race.
  @OrNull public var oneBitValidationError: Double?
  @OrNull public var oneBitTestError: Double?
  public let nonzeroFraction: Double
  public let boundaryFraction: Double
  public let status: String
  @OrNull public var relativeGap: Double?
}
