import DataFiles
import Foundation
import Messages
import Testing

@Suite struct JournalTests {
  private func inFolder(_ work: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.path + "/signbit-journal-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try work(folder)
  }

  @Test func linesOutliveTheirWriter() throws {
    try inFolder { folder in
      let path = folder + "/j"
      let first = try Journal(path: path)
      #expect(first.lines.isEmpty)
      try first.append("one")
      try first.append("two")
      let second = try Journal(path: path)
      #expect(second.lines == ["one", "two"])
      second.remove()
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  /// What a kill has cut off is not there, and does not spoil the next line.
  @Test func aCutLineIsForgotten() throws {
    try inFolder { folder in
      let path = folder + "/j"
      try "one\ntw".write(toFile: path, atomically: true, encoding: .utf8)
      let journal = try Journal(path: path)
      #expect(journal.lines == ["one"])
      try journal.append("three")
      #expect(try Journal(path: path).lines == ["one", "three"])
    }
  }

  @Test func placesThatCannotBeWritten() {
    #expect(throws: Refusal.self) { try Journal(path: "/no/such/folder/j") }
  }
}
