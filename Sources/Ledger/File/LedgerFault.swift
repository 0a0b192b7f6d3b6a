import GRDB
import Messages

/// What can be wrong with a ledger, in sentences.
enum LedgerFault {
  static func ofAnotherProgram(_ path: String) -> Refusal {
    .input("\(path): is the SQLite file of another program; move it away, or keep the ledger in another folder")
  }

  static func newer(_ path: String) -> Refusal {
    .input("\(path): was written by a newer version of signbit; use that version, or keep the ledger in another folder")
  }

  static func noFile(_ path: String) -> Refusal {
    .input("\(path): is no file, where the ledger should be; move it away, or keep the ledger in another folder")
  }

  static func noDatabase(_ path: String) -> Refusal {
    .input("\(path): is no SQLite file, so no ledger; move it away, and the next run begins a new one")
  }

  static func damaged(_ path: String, _ reason: String) -> Refusal {
    .input(
      "\(path): is damaged (\(reason.prefix(80))); save what can be read with sqlite3 and its .recover, then move it away"
    )
  }

  static func refusal(_ error: DatabaseError, _ path: String) -> Refusal {
    let reason = error.message ?? "\(error.resultCode)"
    switch error.resultCode {
    case .SQLITE_NOTADB: return noDatabase(path)
    // An error of SQL: a table or a column is not there.
    case .SQLITE_CORRUPT, .SQLITE_ERROR: return damaged(path, reason)
    case .SQLITE_FULL: return .failure("\(path): the disk is full; make room, or keep the ledger in another folder")
    case .SQLITE_BUSY:
      return .failure("\(path): other processes kept it locked for \(LedgerFile.patience) seconds; try again")
    default:
      return .failure("\(path): cannot be used: \(reason); mend the folder, or keep the ledger in another one")
    }
  }
}
