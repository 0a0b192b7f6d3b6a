import Messages

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What lies where the ledger should be.
enum LedgerPlace {
  /// The least page of a SQLite file; SQLite takes some shorter files for empty ones and would write over them.
  private static let leastSize = 512

  /// Whether there is a file that may be a ledger.
  ///
  /// - Throws: a `Refusal` for what is no file or too short to be SQLite's.
  static func isTaken(_ path: String) throws -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    guard status.st_mode & S_IFMT == S_IFREG else { throw LedgerFault.noFile(path) }
    guard status.st_size == 0 || status.st_size >= leastSize else { throw LedgerFault.noDatabase(path) }
    return true
  }
}
