import ArgumentParser
import DataFiles
import Ledger
import Messages

struct ResultsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "results", abstract: "Show the ledger of runs: what was predicted, what was measured.",
    discussion: """
      Every compress, quote and evaluate adds its rows, unless --no-ledger is given, to ledger.sqlite in SIGNBIT_HOME, or \
      else in the user's data folder.

      EXAMPLES
        signbit results --since 7d
        signbit results --family linear --export csv > results.csv
      """)

  enum Export: String, ExpressibleByArgument, CaseIterable { case csv, json }

  @OptionGroup var filter: LedgerFilterOptions

  @Option(help: ArgumentHelp("Only the newest N runs, each whole (default: 5 in a table, else all).", valueName: "n"))
  var limit: Int?

  @Option(help: "Print every column: csv or json (the same as --json); with --out into a file.")
  var export: Export?

  @OptionGroup var answering: AnswerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    guard export != .csv || !common.json else { throw Refusal.usage("--json and --export csv: choose one") }
    var common = common
    if export == .json { common.json = true }
    let isTable = export == nil && !common.json && answering.out == nil
    let filter = try filter.filter(limit: limit ?? (isTable ? 5 : nil))
    let answer = try ResultsAnswer(try UserFolder.ledger(), filter)
    if export == .csv { return try deliver(csv: LedgerCSV.text(answer.rows)) }
    try answering.deliver(answer, as: "results", common) { show(answer) }
  }

  private func deliver(csv: String) throws {
    guard let out = answering.out else { return try Output.write(Array(csv.utf8), to: "-") }
    try AtomicFile.createFolder(out)
    try AtomicFile.write(csv, to: "\(out)/results.csv")
  }

  private func show(_ answer: ResultsAnswer) {
    guard !answer.rows.isEmpty else {
      return print(UserFolder.nothing(in: answer.file, isFiltered: filter.isGiven))
    }
    print(LedgerTable(answer.rows).text)
    print("")
    let total = "\(NumberText.grouped(answer.total)) such rows in \(answer.file)"
    guard answer.rows.count < answer.total else { return print("all \(total)") }
    let runs = NumberText.grouped(Set(answer.rows.map(\.run)).count)
    print(
      "the newest \(runs) of \(NumberText.grouped(answer.totalRuns)) runs, \(NumberText.grouped(answer.rows.count)) of \(total); "
        + "--limit shows more")
  }
}
