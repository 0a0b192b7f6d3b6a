import GRDB
import Messages
import Workbench

/// Which rows of the ledger are meant. What is nil lets every row through.
public struct LedgerFilter: Sendable, Equatable {
  public let family: String?
  /// "none" for rows without a verdict.
  public let verdict: String?
  /// ISO 8601 in UTC; rows of that moment or later.
  public let since: String?
  /// Only those of so many runs, the newest that have such rows: no run is cut in the middle.
  public let limit: Int?

  public static let verdicts = ["green", "amber", "red", "refused", "none"]

  /// - Parameter since: "2026-11-21", the beginning of that day in UTC, or how long ago: "7d", "12h", "2w".
  /// - Throws: a `Refusal` of kind `usage` for unknown names, dates that are none, and a limit below 1.
  public init(family: String? = nil, verdict: String? = nil, since: String? = nil, limit: Int? = nil) throws {
    try Self.check("family", family, CandidateFamilies.names)
    try Self.check("verdict", verdict, Self.verdicts)
    if let limit, limit < 1 { throw Refusal.usage("--limit must be at least 1; found \(limit)") }
    self.init(family, verdict, try since.map { try Moment(since: $0).text }, limit)
  }

  /// The same without a limit on the number of runs.
  var unlimited: LedgerFilter { LedgerFilter(family, verdict, since, nil) }

  /// Every row.
  public init() { self.init(nil, nil, nil, nil) }

  private init(_ family: String?, _ verdict: String?, _ since: String?, _ limit: Int?) {
    self.family = family
    self.verdict = verdict
    self.since = since
    self.limit = limit
  }

  private static func check(_ kind: String, _ name: String?, _ known: [String]) throws {
    guard let name, !known.contains(name) else { return }
    throw Refusal.usage("there is no \(kind) \"\(name)\"; \(Suggestion.question(for: name, among: known))")
  }

  private var conditions: [(sql: String, argument: String?)] {
    var conditions: [(String, String?)] = []
    if let family { conditions.append(("family = ?", family)) }
    if let verdict { conditions.append(("verdict IS ?", verdict == "none" ? nil : verdict)) }
    if let since { conditions.append(("time >= ?", since)) }
    return conditions
  }

  private var matches: String {
    let conditions = conditions.map(\.sql).joined(separator: " AND ")
    return "FROM results WHERE " + (conditions.isEmpty ? "true" : conditions)
  }

  /// The rows, the oldest first.
  var sql: String {
    let runs = limit.map { " AND run IN (SELECT DISTINCT run \(matches) ORDER BY run DESC LIMIT \($0))" } ?? ""
    return "SELECT * \(matches)\(runs) ORDER BY id"
  }

  var arguments: StatementArguments {
    let once = conditions.map(\.argument)
    return StatementArguments(limit == nil ? once : once + once)
  }
}
