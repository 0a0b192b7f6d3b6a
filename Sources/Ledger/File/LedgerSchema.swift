import GRDB

/// The versions of the file and the steps between them.
///
/// The header of the file says which program it belongs to (`application_id`) and how many steps it has taken
/// (`user_version`). All missing steps are one transaction, in which the version is read again: of processes that open an
/// old file at once, one takes the steps. GRDB's own migrator begins a transaction for each and looks between them, where
/// another process can be.
enum LedgerSchema {
  /// "SBLG".
  static let applicationID = 0x5342_4C47

  /// From version i to i + 1. A step that was released never changes; the next one is added below it.
  static let steps = [
    """
    PRAGMA application_id = \(applicationID);
    CREATE TABLE results (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL, time TEXT NOT NULL, command TEXT NOT NULL,
      data TEXT NOT NULL, dataDigest TEXT NOT NULL, task TEXT NOT NULL,
      samples INTEGER, features INTEGER NOT NULL, classes INTEGER,
      family TEXT, penalty TEXT, lambda REAL, width INTEGER, map TEXT,
      format TEXT NOT NULL, rounding TEXT, bits INTEGER NOT NULL,
      predictedError REAL, predictedLow REAL, predictedHigh REAL, verdict TEXT,
      measuredError REAL, standardError REAL, testSamples INTEGER,
      bytes INTEGER NOT NULL, latencyMicroseconds REAL, chosen INTEGER NOT NULL,
      modelDigest TEXT, trainingDigest TEXT, seed TEXT NOT NULL, version TEXT NOT NULL
    ) STRICT;
    CREATE INDEX resultsByModel ON results (modelDigest);
    """,
    // Version 2: receipts, what leave-one-out says of a finished model.
    """
    ALTER TABLE results ADD COLUMN receiptError REAL;
    ALTER TABLE results ADD COLUMN receiptLow REAL;
    ALTER TABLE results ADD COLUMN receiptHigh REAL;
    """,
    // Version 3: a quote counts for the same question only.
    """
    ALTER TABLE results ADD COLUMN rowsDigest TEXT;
    ALTER TABLE results ADD COLUMN remark TEXT;
    """,
    // Version 4: which rows of the source trained, and whether with an intercept.
    """
    ALTER TABLE results ADD COLUMN splitDigest TEXT;
    ALTER TABLE results ADD COLUMN intercept INTEGER;
    """,
  ]

  /// How far a file has come; nil for the file of another program. An empty file has taken no step.
  static func version(_ db: Database) throws -> Int? {
    let id = try Int.fetchOne(db, sql: "PRAGMA application_id")
    let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    if id == applicationID { return version }
    let isEmpty = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
    return id == 0 && version == 0 && isEmpty ? 0 : nil
  }

  /// Takes the steps that a file lacks, within a transaction.
  static func update(_ db: Database) throws {
    guard let version = try version(db), version < steps.count else { return }
    for step in steps[max(0, version)...] { try db.execute(sql: step) }
    try db.execute(sql: "PRAGMA user_version = \(steps.count)")
  }
}
