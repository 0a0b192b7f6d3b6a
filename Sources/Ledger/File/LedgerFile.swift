import DataFiles
import GRDB
import Messages

/// The ledger of runs: one SQLite file in a folder of the caller's choice.
///
/// Every call opens the file and closes it again. All rows of a run are one transaction, with a rollback journal, which
/// unlike a write-ahead log needs no second file at rest and works on network folders: killed, or out of disk, a write
/// leaves the rows that were there. Processes that write at once wait for one another, up to ten seconds.
///
/// An older version's file is brought up to date when it is opened; a newer one, a damaged one and the file of another
/// program are refused and left as they are.
public struct LedgerFile: Sendable {
  /// The path of the file.
  public let path: String
  private let folder: String

  static let patience = 10

  public init(folder: String) {
    self.folder = folder
    path = "\(folder)/ledger.sqlite"
  }

  /// Adds the rows of one run, all or none, and creates folder and file where they are missing.
  ///
  /// - Throws: a `Refusal` with the path where the file cannot be written or is no ledger.
  public func add(_ rows: [LedgerRow]) throws {
    try AtomicFile.createFolder(folder)
    _ = try LedgerPlace.isTaken(path)
    try explained {
      try opened().write { db in
        let run = try Int.fetchOne(db, sql: "SELECT coalesce(max(run), 0) + 1 FROM results") ?? 1
        for row in rows {
          var row = row
          row.run = run
          try StoredRow(row).insert(db)
        }
      }
    }
  }

  /// The rows that a filter lets through, the oldest first; none where there is no file yet.
  ///
  /// - Throws: a `Refusal` with the path where the file cannot be read or is no ledger.
  public func rows(_ filter: LedgerFilter = LedgerFilter()) throws -> [LedgerRow] {
    guard try LedgerPlace.isTaken(path) else { return [] }
    return try explained {
      try opened().read { try StoredRow.fetchAll($0, sql: filter.sql, arguments: filter.arguments) }.map(\.row)
    }
  }

  /// How many rows a filter lets through, and of how many runs they are.
  public func count(_ filter: LedgerFilter = LedgerFilter()) throws -> (rows: Int, runs: Int) {
    guard try LedgerPlace.isTaken(path) else { return (0, 0) }
    return try explained {
      try opened().read { db in
        let row = try Row.fetchOne(
          db, sql: "SELECT count(*), count(DISTINCT run) FROM (\(filter.sql))", arguments: filter.arguments)
        return row.map { ($0[0], $0[1]) } ?? (0, 0)
      }
    }
  }

  /// The row of the run that made a model file; nil where the ledger does not know it.
  public func origin(ofModel digest: String) throws -> LedgerRow? {
    guard try LedgerPlace.isTaken(path) else { return nil }
    return try explained {
      try opened().read {
        try StoredRow.fetchOne(
          $0, sql: "SELECT * FROM results WHERE modelDigest = ? AND command = 'compress' ORDER BY id DESC LIMIT 1",
          arguments: [digest])
      }?.row
    }
  }

  /// The rows of a run, with what the newest quote on the same training rows said of each that has no prediction yet.
  public func withQuotes(_ rows: [LedgerRow]) throws -> [LedgerRow] {
    guard try LedgerPlace.isTaken(path) else { return rows }
    return try explained {
      try opened().read { db in
        try rows.map { row in
          guard row.predictedError == nil,
            let quote = try StoredRow.fetchOne(
              db,
              sql: """
                SELECT * FROM results WHERE command = 'quote' AND rowsDigest = ? AND samples IS ? AND seed = ?
                AND intercept IS ? AND family IS ? AND penalty IS ? AND map IS ? AND width IS ? AND format = ?
                AND rounding IS ? AND remark IS ?
                ORDER BY id DESC LIMIT 1
                """,
              arguments: [
                row.rowsDigest, row.samples, row.seed, row.intercept, row.family, row.penalty, row.map, row.width,
                row.format, row.rounding, row.remark,
              ])
          else { return row }
          var told = row
          told.take(quote: quote.row)
          return told
        }
      }
    }
  }

  /// The open file, up to date.
  private func opened() throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.busyMode = .timeout(Double(Self.patience))
    // What a stranger's schema would call is not called.
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON") }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    guard let version = try queue.read(LedgerSchema.version) else { throw LedgerFault.ofAnotherProgram(path) }
    guard version <= LedgerSchema.steps.count else { throw LedgerFault.newer(path) }
    // Only where it must be: a file that cannot be written can still be read.
    if version < LedgerSchema.steps.count { try queue.write(LedgerSchema.update) }
    return queue
  }

  private func explained<Answer>(_ work: () throws -> Answer) throws -> Answer {
    do { return try work() } catch let error as DatabaseError {
      throw LedgerFault.refusal(error, path)
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      // A column that is missing, or holds what it cannot.
      throw LedgerFault.damaged(path, "\(error)")
    }
  }
}
