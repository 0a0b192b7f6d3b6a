import Foundation
import Ledger
import Messages
import Testing

@Suite struct LedgerFileTests {
  @Test func rowsComeBackAsTheyWent() async throws {
    try await withFolder { folder in
      let ledger = LedgerFile(folder: folder + "/not/yet")
      #expect(try ledger.rows() == [])
      #expect(!FileManager.default.fileExists(atPath: folder + "/not"))
      try ledger.add([.sample(), .sparse])
      try ledger.add([.sample("b")])
      var expected = [LedgerRow.sample(), .sparse, .sample("b")]
      for (i, run) in [1, 1, 2].enumerated() { expected[i].run = run }
      #expect(try ledger.rows() == expected)
      // One file at rest.
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/not/yet") == ["ledger.sqlite"])
    }
  }

  @Test func filters() async throws {
    try await withFolder { folder in
      let ledger = LedgerFile(folder: folder)
      var red = LedgerRow.sample("old", time: "2026-01-31T23:59:59Z")
      red.verdict = "red"
      red.family = "linear"
      let new = LedgerRow.sample("new", time: Moment().text)
      try ledger.add([red, .sample(), .sparse, new])
      func names(_ filter: LedgerFilter) throws -> [String] { try ledger.rows(filter).map(\.data) }
      #expect(try names(LedgerFilter()) == ["old", "animals.csv", "x", "new"])
      #expect(try names(LedgerFilter(family: "linear")) == ["old"])
      #expect(try names(LedgerFilter(verdict: "green")) == ["animals.csv", "new"])
      #expect(try names(LedgerFilter(verdict: "none")) == ["x"])
      #expect(try names(LedgerFilter(since: "2026-02-01")) == ["animals.csv", "x", "new"])
      #expect(try names(LedgerFilter(since: "1d")) == ["new"])
      #expect(try names(LedgerFilter(verdict: "green", since: "12h")) == ["new"])
      // Runs are shown whole, and those without such a row do not count.
      try ledger.add([.sparse])
      try ledger.add([red, new])
      #expect(try names(LedgerFilter(limit: 1)) == ["old", "new"])
      #expect(try names(LedgerFilter(limit: 2)) == ["x", "old", "new"])
      #expect(try names(LedgerFilter(verdict: "none", limit: 1)) == ["x"])
      #expect(try names(LedgerFilter(family: "linear", since: "2026-01-01", limit: 2)) == ["old", "old"])
      #expect(try names(LedgerFilter(limit: 9)) == ["old", "animals.csv", "x", "new", "x", "old", "new"])
      #expect(
        try ledger.count(LedgerFilter(limit: 2)) == (3, 2) && ledger.count(LedgerFilter(verdict: "none")) == (2, 2))
    }
  }

  @Test(arguments: [
    "2026-02-30", "2026-13-01", "2026", "yesterday", "", "d", "-1d", "99999d", "1y", "2026-02-01T00:00:00Z", "1.5d",
  ])
  func noDates(_ text: String) throws {
    #expect { try LedgerFilter(since: text) } throws: { ($0 as? Refusal)?.kind == .usage }
  }

  @Test func unknownNames() throws {
    #expect { try LedgerFilter(family: "liner") } throws: { "\($0)".contains("did you mean \"linear\"?") }
    #expect { try LedgerFilter(verdict: "gren") } throws: { "\($0)".contains("did you mean \"green\"?") }
    #expect { try LedgerFilter(limit: 0) } throws: { ($0 as? Refusal)?.kind == .usage }
  }

  @Test func theOriginOfAModelIsTheNewestRunThatMadeIt() async throws {
    try await withFolder { folder in
      let ledger = LedgerFile(folder: folder)
      #expect(try ledger.origin(ofModel: "ffee000000000001") == nil)
      var evaluated = LedgerRow.sample("evaluated")
      evaluated.command = "evaluate"
      try ledger.add([.sample("first"), .sample("second"), evaluated, .sparse])
      #expect(try ledger.origin(ofModel: "ffee000000000001")?.data == "second")
      #expect(try ledger.origin(ofModel: "ffee000000000002") == nil)
    }
  }
}
