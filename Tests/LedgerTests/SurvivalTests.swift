import Foundation
import GRDB
import Ledger
import Messages
import Testing

/// What may happen to the file of a program that is used for years. One after the other: moments matter.
@Suite(.serialized) struct SurvivalTests {
  /// The whole file is in order, and each run has all of its rows.
  private func expectSound(_ folder: String, runsOf count: Int) throws -> Int {
    let rows = try LedgerFile(folder: folder).rows()
    let runs = Dictionary(grouping: rows, by: \.run)
    #expect(runs.values.allSatisfy { $0.map(\.data) == manyRows(count).map(\.data) })
    #expect(runs.keys.sorted() == Array(1..<(runs.count + 1)))
    let queue = try DatabaseQueue(path: folder + "/ledger.sqlite")
    #expect(try queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
    return runs.count
  }

  @Test func killedWhileWriting() async throws {
    try await withFolder { folder in
      var before = 0
      var cutShort = 0
      for turn in 0..<16 {
        await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String, turn = turn as Int] in
          let ledger = LedgerFile(folder: folder)
          // First while the file is made, later in the middle of a write.
          if turn > 2 { try ledger.add(manyRows()) }
          Thread.detachNewThread {
            usleep(UInt32(500 + 1700 * turn))
            kill(getpid(), SIGKILL)
          }
          while true { try ledger.add(manyRows()) }
        }
        if FileManager.default.fileExists(atPath: folder + "/ledger.sqlite-journal") { cutShort += 1 }
        let runs = try expectSound(folder, runsOf: 40)
        #expect(runs >= before)
        before = runs
      }
      // At least one kill met a transaction that had to be rolled back.
      #expect(cutShort > 0)
    }
  }

  @Test func twoProcessesWriteAtOnce() async throws {
    for _ in 0..<4 {
      try await withFolder { folder in
        // Both find no file, and make it.
        async let first = #expect(processExitsWith: .success) { [folder = folder as String] in
          for _ in 0..<15 { try LedgerFile(folder: folder).add(manyRows(10)) }
        }
        async let second = #expect(processExitsWith: .success) { [folder = folder as String] in
          for _ in 0..<15 { try LedgerFile(folder: folder).add(manyRows(10)) }
        }
        _ = await (first, second)
        let runs = try expectSound(folder, runsOf: 10)
        #expect(runs == 30)
      }
    }
  }

  /// Each finds no file; one makes it.
  @Test func manyConnectionsMakeTheFileAtOnce() async throws {
    for _ in 0..<8 {
      try await withFolder { folder in
        await withTaskGroup { group in
          for _ in 0..<6 {
            group.addTask { #expect(throws: Never.self) { try LedgerFile(folder: folder).add(manyRows(3)) } }
          }
        }
        let runs = try expectSound(folder, runsOf: 3)
        #expect(runs == 6)
      }
    }
  }
}
