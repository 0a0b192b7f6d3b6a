import GRDB

/// A row as GRDB reads and writes it: each coding key is a column. The library itself stays out of what users see.
struct StoredRow: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "results"

  let row: LedgerRow

  init(_ row: LedgerRow) { self.row = row }
  init(from decoder: any Decoder) throws { row = try LedgerRow(from: decoder) }
  func encode(to encoder: any Encoder) throws { try row.encode(to: encoder) }
}
