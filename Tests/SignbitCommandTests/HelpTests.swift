import Foundation
import Testing

@Suite struct HelpTests {
  static let commands: [[String]] = [
    [], ["compress"], ["predict"], ["evaluate"], ["inspect"], ["simulate"], ["simulate", "mixture"], ["doctor"],
    ["completion"],
  ]

  @Test(arguments: commands)
  func everyCommandHasTwoExamples(_ command: [String]) throws {
    try Scratch.with { folder in
      let help = try Program.succeed(command + ["--help"], in: folder)
      let lines = help.text.split(separator: "\n", omittingEmptySubsequences: false)
      let start = try #require(lines.firstIndex { $0 == "EXAMPLES" })
      let end = try #require(lines[start...].firstIndex(of: ""))
      // A line that were too long would be broken in two and could not be copied.
      let examples = lines[(start + 1)..<end]
      #expect(examples.count == 2)
      for example in examples { #expect(example.hasPrefix("  ") && example.contains("signbit "), "\(example)") }
      let short = try Program.succeed(command + ["-h"], in: folder)
      #expect(short.output == help.output)
    }
  }

  @Test func theProgramAloneShowsItsHelp() throws {
    try Scratch.with { folder in
      let alone = try Program.succeed([], in: folder)
      #expect(alone.text.contains("compress") && alone.text.contains("SUBCOMMANDS"))
      #expect(try Program.succeed(["--version"], in: folder).text.hasPrefix("signbit "))
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completion(_ shell: String) throws {
    try Scratch.with { folder in
      let script = try Program.succeed(["completion", shell], in: folder).text
      #expect(script.contains("signbit") && script.contains("evaluate") && script.contains("penalty"))
    }
  }

  @Test func doctor() throws {
    try Scratch.with { folder in
      let answer = try Program.succeed(["doctor", "--json"], in: folder).object()
      let lines = try #require(answer["lines"] as? [[String: Any]])
      #expect(lines.compactMap { $0["name"] as? String } == ["version", "algebra", "kernels", "threads", "data"])
      #expect(try Program.succeed(["doctor"], in: folder).lines.count == lines.count)
    }
  }

  @Test func simulateMixture() throws {
    try Scratch.with { folder in
      let arguments = [
        "simulate", "mixture", "--features", "20", "--samples", "30", "--classes", "3", "--trials", "3", "--lambda",
        "1,5", "--json",
      ]
      let outcome = try Program.succeed(arguments + ["--threads", "1"], in: folder)
      let rows = try #require(try outcome.object()["rows"] as? [[String: Any]])
      #expect(rows.compactMap { $0["penalty"] as? String } == ["l2", "l2", "l1", "l1", "linf", "linf"])
      #expect(rows.compactMap { $0["lambda"] as? Double } == [1, 5, 1, 5, 1, 5])
      for row in rows {
        #expect(
          Set(row.keys).isSuperset(of: [
            "penalty", "lambda", "testError", "oneBitTestError", "formats", "nonzeroFraction", "boundaryFraction",
            "trainingLoss", "method", "testErrorStandardError", "oneBitTestErrorStandardError",
            "nonzeroFractionStandardError", "boundaryFractionStandardError", "trainingLossStandardError", "trials",
          ]))
        let error = try #require(row["testError"] as? Double)
        #expect(error >= 0 && error <= 1 && row["trials"] as? Int == 3)
      }
      #expect(try Program.succeed(arguments + ["--threads", "2"], in: folder).output == outcome.output)
      #expect(try Program.succeed(arguments + ["--seed", "2"], in: folder).output != outcome.output)
    }
  }
}
