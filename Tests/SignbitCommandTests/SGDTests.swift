import Foundation
import Testing

@Suite struct SGDTests {
  private static let keys: Set<String> = ["iteration", "risk", "averagedRisk", "deployedRisk", "bound", "boundTerms"]

  private static func rows(_ arguments: [String], _ folder: Scratch) throws -> [[String: Any]] {
    try #require(try Program.succeed(arguments + ["--json"], in: folder).object()["rows"] as? [[String: Any]])
  }

  /// The same rows and keys from both; the last row is t = steps.
  @Test func theoryAndSimulation() throws {
    try Scratch.with { folder in
      let flags = ["sgd", "--dim", "6", "--steps", "30", "--quantize-data", "add:0.01", "--quantize-label", "mult:0.1"]
      let theory = try Self.rows(["theory"] + flags, folder)
      let simulated = try Self.rows(["simulate"] + flags + ["--trials", "60", "--threads", "1"], folder)
      #expect(theory.compactMap { $0["iteration"] as? Int } == [0, 1, 2, 5, 10, 20, 30])
      for (row, measured) in zip(theory, simulated) {
        #expect(Set(row.keys) == Self.keys)
        let errors = ["risk", "averagedRisk", "deployedRisk"].map { $0 + "StandardError" }
        #expect(Set(measured.keys) == Self.keys.union(errors).union(["trials"]))
        #expect(measured["bound"] is NSNull && measured["trials"] as? Int == 60)
        guard row["iteration"] as? Int != 0 else { continue }
        let risk = try #require(row["deployedRisk"] as? Double)
        #expect(try #require(row["bound"] as? Double) >= risk)
        let terms = try #require(row["boundTerms"] as? [String: Double])
        #expect(Set(terms.keys) == ["variance", "bias", "approximation"])
        let found = try #require(measured["risk"] as? Double)
        let error = try #require(measured["riskStandardError"] as? Double)
        #expect(abs(found - (row["risk"] as? Double ?? 0)) <= 4 * error)
      }
      let again = ["simulate"] + flags + ["--trials", "60", "--json"]
      let two = try Program.succeed(again + ["--threads", "2"], in: folder).output
      #expect(try Program.succeed(again + ["--threads", "1"], in: folder).output == two)
      #expect(try Program.succeed(["simulate"] + flags + ["--trials", "2"], in: folder).text.contains("deployed"))
    }
  }

  /// Divergence, no steps, one input and zeros in a file are answers.
  @Test func edges() throws {
    try Scratch.with { folder in
      let diverged = try Program.succeed(["theory", "sgd", "--step-size", "3", "--steps", "9000"], in: folder)
      #expect(diverged.text.contains("diverges") && diverged.text.contains("largest stable step size 0.611"))
      let object = try Program.succeed(
        ["theory", "sgd", "--step-size", "3", "--steps", "9000", "--json"], in: folder
      ).object()
      let model = try #require(object["model"] as? [String: Any])
      #expect(model["isStable"] as? Bool == false && model["stationaryRisk"] is NSNull)
      #expect(try #require((object["rows"] as? [[String: Any]])?.last)["risk"] is NSNull)
      let none = try Self.rows(["theory", "sgd", "--steps", "0", "--dim", "1"], folder)
      #expect(none.count == 1 && none[0]["risk"] as? Double == 0.5 && none[0]["averagedRisk"] is NSNull)
      try folder.write("1,0,0.5\n", to: "spectrum.csv")
      let zeros = try Self.rows(["theory", "sgd", "--spectrum", "spectrum.csv", "--steps", "5"], folder)
      #expect(zeros.last?["risk"] is Double)
      let stuck = ["theory", "sgd", "--dim", "9", "--master-weights", "no", "--quantize-parameter", "mult:1"]
      #expect(try Program.succeed(stuck, in: folder).text.contains("no step size is stable"))
      let lost = ["simulate", "sgd", "--dim", "9", "--step-size", "50", "--steps", "2000", "--trials", "2"]
      let outcome = try Program.run(lost, in: folder)
      #expect(outcome.status == 1 && outcome.error.contains("theory sgd"), "\(outcome.error)")
    }
  }

  @Test func refusals() throws {
    try Scratch.with { folder in
      try folder.write("1,-1\n", to: "negative.csv")
      for (flags, status, word) in [
        (["--quantize-data", "add:-1"], 2, "found -1"), (["--quantize-label", "add:1e99"], 2, "1e6"),
        (["--quantize-label", "mul:1"], 2, "did you mean \"mult\"?"), (["--spectrum", "powr:2"], 2, "power:2"),
        (["--data-draw", "shard"], 2, "did you mean \"shared\"?"), (["--spectrum", "negative.csv"], 3, "eigenvalue 2"),
        (["--quantize-data", "mult:0.1:batch"], 2, "batch"), (["--quantize-data", "mult:0.1:rows"], 2, "\"row\""),
        (["--step-size", "0"], 2, "step size"), (["--average-from", "500"], 2, "499"), (["--batch", "0"], 2, "batch"),
      ] {
        for verb in ["theory", "simulate"] {
          let outcome = try Program.run([verb, "sgd"] + flags, in: folder)
          #expect(outcome.status == status && outcome.error.contains(word), "\(flags): \(outcome.error)")
        }
      }
    }
  }
}
