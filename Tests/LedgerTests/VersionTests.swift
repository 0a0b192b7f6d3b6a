import Foundation
import GRDB
import Ledger
import Messages
import Testing

/// Files of other versions of the program, and files that are none of it.
@Suite struct VersionTests {
  /// What version 1 of the file was, as it wrote it.
  static let version1 = """
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
    INSERT INTO results VALUES(6,1,'2026-11-21T17:36:48Z','compress','digits','5c9030cb00919bb7','classify',225,64,10,
      'linear','l2',995.125,NULL,NULL,'int2','plain',2,NULL,NULL,NULL,NULL,0.04,0.0225,75,487,3.0,1,
      '021ef4c041352dae','5c9030cb00919bb7','1','0.1.0');
    INSERT INTO results VALUES(12,2,'2026-11-21T17:36:49Z','evaluate','digits','5c9030cb00919bb7','classify',225,64,10,
      'linear','l2',995.125,NULL,NULL,'int2','plain',2,NULL,NULL,NULL,NULL,0.185,0.009,1797,487,3.0,0,
      '021ef4c041352dae','5c9030cb00919bb7','1','0.1.0');
    PRAGMA application_id = 1396853831;
    PRAGMA user_version = 1;
    """

  private func make(_ sql: String, in folder: String) throws {
    try DatabaseQueue(path: folder + "/ledger.sqlite").writeWithoutTransaction { try $0.execute(sql: sql) }
  }

  @Test func anOlderFileKeepsItsRowsAndTakesNewOnes() async throws {
    try await withFolder { folder in
      try make(Self.version1, in: folder)
      let ledger = LedgerFile(folder: folder)
      let old = try ledger.rows()
      #expect(old.map(\.run) == [1, 2] && old.map(\.data) == ["digits", "digits"])
      #expect(old.map(\.measuredError) == [0.04, 0.185] && old.map(\.receiptError) == [nil, nil])
      #expect(old[0].chosen && old[0].lambda == 995.125 && old[0].modelDigest == "021ef4c041352dae")
      try ledger.add([.sample()])
      var new = LedgerRow.sample()
      new.run = 3
      #expect(try ledger.rows() == old + [new])
    }
  }

  @Test func manyConnectionsBringAnOlderFileUpToDateAtOnce() async throws {
    try await withFolder { folder in
      try make(Self.version1, in: folder)
      await withTaskGroup { group in
        for _ in 0..<6 {
          group.addTask { #expect(throws: Never.self) { try LedgerFile(folder: folder).add([.sample()]) } }
        }
      }
      let runs = try LedgerFile(folder: folder).rows().map(\.run)
      #expect(runs == Array(1...8))
    }
  }

  /// Refused in one sentence that begins with the path, for reading and for writing, with every byte left as it was.
  private func expectRefused(_ folder: String, _ words: String) throws {
    let path = folder + "/ledger.sqlite"
    let before = FileManager.default.contents(atPath: path)
    let ledger = LedgerFile(folder: folder)
    for work in [{ _ = try ledger.rows() }, { try ledger.add([.sample()]) }] as [() throws -> Void] {
      #expect(throws: (any Error).self) { try work() }
      do { try work() } catch let refusal as Refusal {
        #expect(refusal.kind == .input && refusal.message.hasPrefix(path + ": ") && refusal.message.contains(words))
      }
    }
    #expect(FileManager.default.contents(atPath: path) == before)
  }

  @Test func aNewerFileIsRefused() async throws {
    try await withFolder { folder in
      try make("\(Self.version1) PRAGMA user_version = 999", in: folder)
      try expectRefused(folder, "newer version")
    }
  }

  @Test(arguments: ["CREATE TABLE bookmarks (url TEXT)", "PRAGMA user_version = 3", "PRAGMA application_id = 7"])
  func theFileOfAnotherProgramIsRefused(_ sql: String) async throws {
    try await withFolder { folder in
      try make(sql, in: folder)
      try expectRefused(folder, "another program")
    }
  }

  @Test func whatIsNoDatabaseIsRefused() async throws {
    let texts = ["time,error\n2026,0.1\n", "\n", String(repeating: "\0", count: 5000), "SQLite format 3\0"]
    for text in texts {
      try await withFolder { folder in
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/ledger.sqlite"))
        try expectRefused(folder, "is no SQLite file")
      }
    }
    try await withFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "/ledger.sqlite", withIntermediateDirectories: false)
      try expectRefused(folder, "is no file")
    }
  }

  /// Whatever bytes are changed or missing: a sentence or an answer, and no trap.
  @Test func damagedFiles() async throws {
    try await withFolder { folder in
      let ledger = LedgerFile(folder: folder)
      try ledger.add(manyRows(200))
      let path = URL(fileURLWithPath: ledger.path)
      let whole = [UInt8](try Data(contentsOf: path))
      var random = Numbers(state: 11)
      var refused = 0
      for turn in 0..<150 {
        var bytes = whole
        if turn % 5 == 0 { bytes.removeLast(random.below(bytes.count)) }
        // The header and the inner pages first: there every bit means something.
        let reach = turn % 2 == 0 ? 200 : bytes.count
        for _ in 0..<(1 + turn % 20) where !bytes.isEmpty {
          bytes[random.below(min(reach, bytes.count))] = UInt8(random.below(256))
        }
        try Data(bytes).write(to: path)
        do {
          let rows = try ledger.rows()
          _ = try LedgerCSV.text(rows)
          _ = Calibration(rows).svg
        } catch let refusal as Refusal {
          refused += 1
          #expect(refusal.message.hasPrefix(ledger.path + ": "))
        }
        try? FileManager.default.removeItem(atPath: ledger.path + "-journal")
      }
      #expect(refused > 40)
    }
  }

  /// A table that looks like ours and holds what ours cannot.
  @Test func forgedRows() async throws {
    try await withFolder { folder in
      let columns = LedgerRow.CodingKeys.allCases.map(\.rawValue)
      let values = columns.indices.map { ["'word'", "x'00ff'", "1e308", "9223372036854775807", "-1.5"][$0 % 5] }
      try make(
        """
        CREATE TABLE results (id INTEGER PRIMARY KEY, \(columns.joined(separator: ", ")));
        INSERT INTO results (\(columns.joined(separator: ", "))) VALUES (\(values.joined(separator: ", ")));
        PRAGMA application_id = 1396853831; PRAGMA user_version = 2;
        """, in: folder)
      let ledger = LedgerFile(folder: folder)
      do {
        let rows = try ledger.rows()
        _ = try LedgerCSV.text(rows)
        _ = Calibration(rows).svg
      } catch { #expect(error is Refusal, "\(error)") }
      try make("DROP TABLE results", in: folder)
      try expectRefused(folder, "is damaged (no such table: results)")
    }
  }
}

/// Numbers that are the same in every run, from a linear congruential generator.
struct Numbers {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(max(1, bound)))
  }
}
