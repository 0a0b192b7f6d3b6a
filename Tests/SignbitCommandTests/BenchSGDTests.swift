import Foundation
import Testing

/// `bench sgd` with and without NumPy; a rival here is a shell script in the place of Python.
@Suite struct BenchSGDTests {
  private let tiny = ["bench", "sgd", "--case", "tiny", "--repeats", "2", "--json"]

  @Test func aloneItMeasuresItself() throws {
    try Scratch.with { folder in
      let answer = try Program.succeed(
        ["bench", "sgd", "--case", "tiny", "--repeats", "1", "--json", "--contender", "signbit"], in: folder
      ).object()
      #expect(Set(answer.keys) == ["machine", "rows", "remarks"])
      #expect(answer["remarks"] as? [String] == [])
      let rows = try #require(answer["rows"] as? [[String: Any]])
      #expect(rows.count == 1)
      #expect(
        Set(rows[0].keys) == [
          "case", "contender", "milliseconds", "spread", "ratioToBest", "bytesPerSecond", "coldMilliseconds", "status",
          "updates",
        ])
      #expect(rows[0]["status"] as? String == "measured" && rows[0]["ratioToBest"] as? Double == 1)
      #expect(try #require(rows[0]["milliseconds"] as? Double) > 0)
    }
  }

  /// One rival answers, one fails and says why.
  @Test func rivalsAnswerOrSayWhyNot() throws {
    try Scratch.with { folder in
      let bin = "rivals/.venv/bin"
      try FileManager.default.createDirectory(atPath: folder.full(bin), withIntermediateDirectories: true)
      try folder.write("", to: "rivals/sgd.py")
      try folder.write(
        """
        #!/bin/bash
        case "$2" in
        --list) echo '{"slow": {"version": "7", "penalties": [], "paths": false}, "sick": {"version": "8", "penalties": [], "paths": false}}' ;;
        slow) grep -q '"dim":10' "$3" && echo '{"cold": 9e3, "times": [4e3, 5e3, 6e3]}' ;;
        sick) echo 'ValueError: no' >&2; exit 4 ;;
        esac

        """, to: bin + "/python")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.full(bin + "/python"))
      let answer = try Program.succeed(tiny + ["--rivals", folder.full("rivals")], in: folder).object()
      let rows = try #require(answer["rows"] as? [[String: Any]])
      #expect(rows.compactMap { $0["contender"] as? String } == ["signbit", "sick", "slow"])
      #expect(rows[1]["status"] as? String == "failed: exit 4: ValueError: no")
      #expect(rows[1]["milliseconds"] is NSNull)
      #expect(rows[2]["milliseconds"] as? Double == 5000 && rows[2]["coldMilliseconds"] as? Double == 9000)
      #expect(try #require(rows[2]["ratioToBest"] as? Double) > 1)
    }
  }

  @Test func impossibleWishesAreRefused() throws {
    try Scratch.with { folder in
      for (arguments, part) in [
        (["--case", "stp"], "did you mean \"step\"?"), (["--contender", "nump"], "nump"),
        (["--repeats", "0"], "--repeats"), (["--time-limit", "nan"], "--time-limit"),
      ] {
        let outcome = try Program.run(["bench", "sgd", "--rivals", "nowhere"] + arguments, in: folder)
        #expect(outcome.status == 2 && outcome.error.contains(part), "\(arguments): \(outcome.error)")
      }
    }
  }
}
