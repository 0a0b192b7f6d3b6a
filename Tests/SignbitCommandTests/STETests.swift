import Foundation
import Testing

@Suite struct STETests {
  private static let keys: Set<String> = [
    "samples", "ergodicRecovery", "latentRecovery", "lastRecovery", "occupation", "returns", "spuriousAbsorption",
  ]

  private static func object(_ arguments: [String], _ folder: Scratch) throws -> [String: Any] {
    try Program.succeed(arguments + ["--json"], in: folder).object()
  }

  /// The same rows and keys from both, the same bits at any number of threads.
  @Test func theoryAndSimulation() throws {
    try Scratch.with { folder in
      let flags = [
        "ste", "--weights", "8", "--hidden", "16", "--samples", "10,60", "--label-noise", "0.5", "--steps", "80",
      ]
      let theory = try #require(try Self.object(["theory"] + flags, folder)["rows"] as? [[String: Any]])
      let run = ["simulate"] + flags + ["--trials", "12", "--json", "--threads"]
      let one = try Program.succeed(run + ["1"], in: folder)
      #expect(try Program.succeed(run + ["2"], in: folder).output == one.output)
      let simulated = try #require(one.object()["rows"] as? [[String: Any]])
      for (row, measured) in zip(theory, simulated) {
        #expect(Set(row.keys) == Self.keys.union(["samplesForHalf"]))
        let errors = Self.keys.subtracting(["samples"]).map { $0 + "StandardError" }
        let estimates = ["ErgodicRecovery", "LastRecovery", "Occupation"]
        let predicted = estimates.map { "predicted" + $0 }
        let deviations = estimates.map { $0.prefix(1).lowercased() + $0.dropFirst() + "Deviation" }
        #expect(Set(measured.keys) == Self.keys.union(errors).union(predicted).union(deviations).union(["trials"]))
        for name in estimates {
          let key = name.prefix(1).lowercased() + name.dropFirst()
          let prediction = try #require(measured["predicted" + name] as? Double)
          #expect(prediction == row[key] as? Double)
          let found = try #require(measured[key] as? Double)
          let error =
            name == "Occupation"
            ? try #require(measured[key + "StandardError"] as? Double)
            : (prediction * (1 - prediction) / 12).squareRoot()
          let deviation = try #require(measured[key + "Deviation"] as? Double)
          #expect(abs(deviation - (found - prediction) / error) <= 1e-9 * abs(deviation), "\(key)")
        }
        #expect(row["returns"] is NSNull && row["occupation"] is Double && measured["returns"] is Double)
      }
      #expect(theory.count == 2 && simulated.count == 2)
    }
  }

  /// Doubts name what the table shows, in either command.
  @Test func doubts() throws {
    try Scratch.with { folder in
      let plain = try Program.succeed(["theory", "ste", "--samples", "500"], in: folder).text
      #expect(!plain.contains("*") && plain.contains("time at teacher"), "\(plain)")
      let few = ["ste", "--weights", "9", "--hidden", "16", "--samples", "140", "--steps", "300"]
      let doubt = "time at teacher (occupation), and with it last step, is of first order: below 155 samples"
      #expect(try Program.succeed(["theory"] + few, in: folder).text.contains(doubt))
      let run = try Program.succeed(["simulate"] + few + ["--trials", "2"], in: folder).text
      #expect(run.contains(doubt) && run.contains("predicted, as by theory ste"))
      let unknown = [
        "simulate", "ste", "--weights", "4", "--hidden", "4", "--samples", "9", "--steps", "9", "--trials", "2",
      ]
      for flags in [["--input", "offset:1"], ["--surrogate", "tanh"]] {
        let text = try Program.succeed(unknown + flags, in: folder).text
        #expect(!text.contains("predicted") && !text.contains("no law"), "\(text)")
      }
    }
  }

  /// The number of samples for a probability, endlessly many samples, and the bound, labeled as one.
  @Test func samplesNeeded() throws {
    try Scratch.with { folder in
      let model = try #require(
        try Self.object(["theory", "ste", "--label-noise", "0", "--probability", "0.9"], folder)["model"]
          as? [String: Any])
      // 0.236 · 25^1.618 · 9^(1 / (0.74 · 5)) = 78.08
      #expect(abs(try #require(model["samplesNeeded"] as? Double) - 78.08) <= 0.05)
      let population = try #require(model["population"] as? [[String: Any]])
      #expect(population.count == 26 && population[0]["loss"] as? Double == 0)
      #expect(abs(try #require(population[25]["loss"] as? Double) - 64) <= 1e-9)
      let bounded = try Program.succeed(["theory", "ste", "--bound", "0.01,0.1"], in: folder)
      #expect(bounded.text.contains("(a bound)"))
      let unknown = try Program.succeed(["theory", "ste", "--surrogate", "tanh"], in: folder)
      #expect(unknown.text.contains("no law was fitted"))
    }
  }

  /// The user's rows, what only steps can do, a trace, and training that does not learn.
  @Test func simulations() throws {
    try Scratch.with { folder in
      try folder.write((0..<40).map { "\($0 % 7),\($0 % 5),\($0 % 3)\n" }.joined(), to: "rows.csv")
      let small = ["--hidden", "4", "--samples", "20", "--steps", "30", "--trials", "3"]
      let rows = try Program.succeed(
        ["simulate", "ste", "--input", "rows.csv", "--normalize", "standardize", "--trace", "course.csv"] + small,
        in: folder)
      #expect(rows.text.contains("n=3 weights"))
      let trace = try String(contentsOfFile: folder.full("course.csv"), encoding: .utf8)
      #expect(trace.hasPrefix("step,loss,distance,flips\n0,"))
      let stepwise = try Program.succeed(
        ["simulate", "ste", "--weights", "4", "--surrogate", "swish-sign", "--batch", "5"] + small, in: folder)
      #expect(stepwise.text.contains("step by step, because"))
      let lost = try Program.succeed(
        ["simulate", "ste", "--weights", "30", "--hidden", "4", "--samples", "2", "--steps", "9", "--trials", "2"],
        in: folder)
      #expect(lost.text.contains("no trial found the teacher"))
    }
  }

  /// Dense and flipped steps are timed side by side.
  @Test func bench() throws {
    try Scratch.with { folder in
      let flags = [
        "bench", "ste", "--weights", "9", "--samples", "5", "--hidden", "8", "--flips", "1,9", "--repeats", "2",
      ]
      let rows = try #require(try Self.object(flags, folder)["rows"] as? [[String: Any]])
      #expect(rows.count == 8 && rows.allSatisfy { ($0["milliseconds"] as? Double ?? 0) > 0 })
      #expect(Set(rows[0].keys) == ["case", "contender", "milliseconds", "spread", "ratioToBest", "bytesPerSecond"])
      let outcome = try Program.run(flags + ["--surrogate", "tanh"], in: folder)
      #expect(outcome.status == 2 && outcome.error.contains("hard-tanh"), "\(outcome.error)")
    }
  }

  @Test func refusals() throws {
    try Scratch.with { folder in
      try folder.write("1,2\n3,4\n", to: "two.csv")
      for (flags, status, word) in [
        (["--weights", "0"], 2, "found 0"), (["--hidden", "0"], 2, "found 0"), (["--samples", "0"], 2, "found 0"),
        (["--surrogate", "rlu"], 2, "did you mean \"relu\"?"), (["--noise-law", "gausian"], 2, "gaussian"),
        (["--input", "unifrm"], 2, "uniform"), (["--input", "offset:x"], 2, "offset:X"),
        (["--batch", "141"], 2, "140"),
        (["--batch", "all"], 2, "full"), (["--clip", "1", "--mask", "1"], 2, "not both"),
        (["--clip", "0"], 2, "bound"),
        (["--label-noise", "-1"], 2, "noise"), (["--input", "two.csv", "--weights", "3"], 3, "2 columns"),
        (["--input", "none.csv"], 3, "none.csv"), (["--cutoff", "0", "--surrogate", "tanh"], 2, "cutoff"),
        (["--samples", "ten"], 2, "ten"), (["--steps", "0"], 2, "steps"),
      ] {
        for verb in ["theory", "simulate"] {
          let outcome = try Program.run([verb, "ste"] + flags, in: folder)
          #expect(outcome.status == status && outcome.error.contains(word), "\(flags): \(outcome.error)")
        }
      }
      let large = try Program.run(["simulate", "ste", "--samples", "90000000"], in: folder)
      #expect(large.status == 2 && large.error.contains("samples fit"), "\(large.error)")
      let sure = try Program.run(["theory", "ste", "--probability", "1"], in: folder)
      #expect(sure.status == 2 && sure.error.contains("--probability"))
    }
  }
}
