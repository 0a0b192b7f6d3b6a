/// What `signbit results` found.
public struct ResultsAnswer: Sendable, Codable, Equatable {
  /// The ledger.
  public let file: String
  /// How many rows the filter lets through, without a limit on the number of runs.
  public let total: Int
  /// Of how many runs they are.
  public let totalRuns: Int
  /// Those of the newest runs, the oldest first.
  public let rows: [LedgerRow]

  /// - Throws: a `Refusal` with the path where the file cannot be read or is no ledger.
  public init(_ ledger: LedgerFile, _ filter: LedgerFilter) throws {
    file = ledger.path
    (total, totalRuns) = try ledger.count(filter.unlimited)
    rows = try ledger.rows(filter)
  }
}
