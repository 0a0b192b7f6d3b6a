import ArgumentParser
import Ledger
import Messages

/// Whether a run is added to the ledger.
struct LedgerOptions: ParsableArguments {
  @Flag(help: "Do not add this run to the ledger, which signbit results shows.")
  var noLedger = false

  /// What the ledger knows, nil where it is not to be asked. A failure is for `record` to say, once the answer is delivered.
  func look<Answer>(_ work: (LedgerFile) throws -> Answer?) -> Result<Answer?, any Error> {
    Result { noLedger ? nil : try work(UserFolder.ledger()) }
  }

  /// Adds the rows of a run that has delivered its answer. What goes wrong here is a remark: no result is lost for it.
  ///
  /// - Throws: where standard output cannot take the answer, which goes first.
  func record(_ common: CommonOptions, _ rows: (LedgerFile) throws -> [LedgerRow]) throws {
    guard !noLedger else { return }
    // Another process may hold the ledger for some seconds.
    try Output.finish()
    do {
      let ledger = try UserFolder.ledger()
      try ledger.add(rows(ledger))
    } catch {
      if !common.quiet { Terminal.line("signbit: this run is not in the ledger: \(error)") }
    }
  }
}
