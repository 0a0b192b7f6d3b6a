import ArgumentParser
import Ledger
import Workbench

/// Which rows of the ledger a command reads.
struct LedgerFilterOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Rows of this family: \(CandidateFamilies.names.joined(separator: ", ")).", valueName: "name"),
    completion: .list(CandidateFamilies.names))
  var family: String?

  @Option(
    help: ArgumentHelp("Rows with this verdict: \(LedgerFilter.verdicts.joined(separator: ", ")).", valueName: "name"),
    completion: .list(LedgerFilter.verdicts))
  var verdict: String?

  @Option(help: ArgumentHelp("Rows of that day (UTC) or later, or of the last 12h, 7d, 2w.", valueName: "day|age"))
  var since: String?

  /// Whether any of them leaves rows out.
  var isGiven: Bool { family != nil || verdict != nil || since != nil }

  func filter(limit: Int? = nil) throws -> LedgerFilter {
    try LedgerFilter(family: family, verdict: verdict, since: since, limit: limit)
  }
}
