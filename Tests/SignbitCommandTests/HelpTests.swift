import Foundation
import Testing

@Suite struct HelpTests {
  static let commands: [[String]] = [
    [], ["compress"], ["quote"], ["predict"], ["evaluate"], ["inspect"], ["theory"], ["theory", "mixture"],
    ["theory", "features"], ["theory", "sgd"], ["simulate"], ["simulate", "mixture"], ["simulate", "features"],
    ["simulate", "sgd"], ["figure"], ["figures"], ["format"], ["format", "list"], ["format", "show"],
    ["format", "compare"],
    ["bench"], ["bench", "solvers"], ["bench", "sgd"], ["doctor"], ["results"], ["calibration"],
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

  /// The same row keys and order as the simulation; the same bits at any number of threads.
  @Test func theoryMixture() throws {
    try Scratch.with { folder in
      let size = ["--features", "60", "--samples", "40", "--classes", "3", "--lambda", "5,1"]
      let arguments =
        ["theory", "mixture", "--formats", "sign,int2", "--prune", "0.5", "--draws", "3", "--json"] + size
      let outcome = try Program.succeed(arguments + ["--threads", "1"], in: folder)
      let rows = try #require(try outcome.object()["rows"] as? [[String: Any]])
      #expect(rows.compactMap { $0["penalty"] as? String } == ["l2", "l2", "l1", "l1", "linf", "linf"])
      #expect(rows.compactMap { $0["lambda"] as? Double } == [1, 5, 1, 5, 1, 5])
      #expect(Set(rows.compactMap { $0["method"] as? String }) == ["exact", "monte-carlo"])
      let simulated =
        try Program.succeed(
          ["simulate", "mixture", "--trials", "2", "--json"] + size, in: folder
        ).object()["rows"] as? [[String: Any]]
      let keys = Set(try #require(simulated?.first).keys).subtracting(["trials", "relativeGap", "status"])
      for row in rows {
        #expect(Set(row.keys) == keys)
        #expect(Set(try #require(row["formats"] as? [String: Any]).keys) == ["sign", "int2", "sparse"])
        let error = try #require(row["testError"] as? Double)
        #expect(error >= 0 && error <= 1)
      }
      #expect(try Program.succeed(arguments + ["--threads", "2"], in: folder).output == outcome.output)
      #expect(try Program.succeed(["theory", "mixture"] + size, in: folder).text.contains("ℓ∞ gives W = 0 from λ"))
    }
  }

  /// Every row key, null where nothing is known; a list may pass through the interpolation peak.
  @Test func theoryFeatures() throws {
    try Scratch.with { folder in
      let size = ["theory", "features", "--input-dim", "100", "--widths", "200", "--json"]
      let outcome = try Program.succeed(
        size + ["--samples", "100,200", "--mirror", "l2,q:1.5", "--last-layer-bits", "32,1"], in: folder)
      let rows = try #require(try outcome.object()["rows"] as? [[String: Any]])
      #expect(rows.count == 8)
      for row in rows {
        #expect(
          Set(row.keys) == [
            "depth", "weights", "lambda", "mirror", "lastLayerBits", "testMSE", "trainMSE", "totalMSE", "squaredNorm",
            "gamma", "kappa", "degreesOfFreedom", "samples", "accuracy", "flags",
          ])
        let isKnown =
          row["samples"] as? Int == 100 && !(row["mirror"] as? String != "l2" && row["lastLayerBits"] as? Int == 1)
        #expect((row["testMSE"] is Double) == isKnown, "\(row)")
      }
      let curve = try Program.succeed(
        ["theory", "features", "--data", "digits", "--limit", "120", "--widths", "64", "--samples", "40", "--json"],
        in: folder)
      let row = try #require((try curve.object()["rows"] as? [[String: Any]])?.first)
      #expect(row["accuracy"] is Double && row["lambda"] as? Double == 0.64 && row["squaredNorm"] is NSNull)
      for (arguments, status, word) in [
        (["--samples", "200", "--input-dim", "100", "--widths", "200"], 2, "infinite"),
        (["--covariance", "isso"], 2, "did you mean \"iso\"?"), (["--covariance", "none.csv"], 3, "none.csv"),
        (["--mirror", "q:1.5", "--lambda", "1"], 2, "λ = 0"), (["--data", "digits", "--mirror", "q:3"], 2, "--data"),
        (["--last-layer-bits", "9"], 2, "--last-layer-bits"), (["--teacher", "layer:7"], 2, "no layer 7"),
      ] {
        let outcome = try Program.run(["theory", "features"] + arguments, in: folder)
        #expect(outcome.status == status && outcome.error.contains(word), "\(outcome.error)")
      }
    }
  }

  /// Tables in files: they replace what flags say.
  @Test func theoryReadsTables() throws {
    try Scratch.with { folder in
      try folder.write("1,0.5\n0.5,1\n", to: "c.csv")
      try folder.write("0.9,0.1\n0.1,0.9\n", to: "p.csv")
      try folder.write("count,sigma,scale\n40,1,1\n20,1,1\n", to: "g.csv")
      func error(_ arguments: [String]) throws -> Double {
        let outcome = try Program.succeed(
          ["theory", "mixture", "--samples", "50", "--penalty", "l2", "--lambda", "20", "--json"] + arguments,
          in: folder)
        let rows = try #require(try outcome.object()["rows"] as? [[String: Any]])
        return try #require(rows.first?["testError"] as? Double)
      }
      let plain = try error(["--classes", "2", "--features", "60", "--correlation", "0.5", "--corruption", "0.1"])
      let files = try error(["--mean-covariance", "c.csv", "--label-noise-matrix", "p.csv", "--groups", "g.csv"])
      #expect(plain > 0 && abs(plain - files) <= 1e-8 * plain, "\(plain), \(files)")
      try folder.write("1,2\n2,1\n", to: "bad.csv")
      for arguments in [
        ["--mean-covariance", "bad.csv"], ["--label-noise-matrix", "bad.csv"], ["--groups", "bad.csv"],
      ] {
        let outcome = try Program.run(["theory", "mixture"] + arguments, in: folder)
        #expect(outcome.status == 3 && outcome.error.contains("bad.csv: "), "\(outcome.error)")
      }
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

  @Test func simulateFeatures() throws {
    try Scratch.with { folder in
      let arguments = [
        "simulate", "features", "--input-dim", "30", "--widths", "40,60", "--samples", "20,30", "--weights",
        "gaussian,one-bit", "--last-layer-bits", "32,1", "--trials", "3", "--test-samples", "50",
      ]
      let outcome = try Program.succeed(arguments + ["--json", "--threads", "1"], in: folder)
      let rows = try #require(try outcome.object()["rows"] as? [[String: Any]])
      #expect(rows.compactMap { $0["weights"] as? String } == ["gaussian", "one-bit"].flatMap { [$0, $0, $0, $0] })
      #expect(rows.compactMap { $0["samples"] as? Int } == [20, 20, 30, 30, 20, 20, 30, 30])
      for row in rows {
        #expect(
          Set(row.keys).isSuperset(of: [
            "depth", "weights", "lambda", "mirror", "lastLayerBits", "testMSE", "trainMSE", "totalMSE", "squaredNorm",
            "gamma", "kappa", "degreesOfFreedom", "samples", "accuracy", "flags", "trials", "testMSEStandardError",
            "trainMSEStandardError", "totalMSEStandardError", "squaredNormStandardError",
          ]))
        #expect(row["depth"] as? Int == 2 && row["trials"] as? Int == 3)
        #expect(try #require(row["testMSE"] as? Double) > 0)
        #expect((row["pairedDifference"] is Double) == (row["weights"] as? String == "one-bit"))
      }
      #expect(try Program.succeed(arguments + ["--json", "--threads", "2"], in: folder).output == outcome.output)
      #expect(try Program.succeed(arguments, in: folder).text.contains("paired difference"))
    }
  }

  /// The grid of the theory: a mirror at λ > 0 has a row that says why it is empty.
  @Test func simulatedRowsAreThoseOfTheTheory() throws {
    try Scratch.with { folder in
      let arguments = [
        "simulate", "features", "--input-dim", "30", "--widths", "60", "--samples", "20", "--trials", "2",
        "--test-samples", "50", "--mirror", "l2,q:3", "--lambda", "0,1", "--json",
      ]
      let rows = try #require(try Program.succeed(arguments, in: folder).object()["rows"] as? [[String: Any]])
      #expect(rows.compactMap { $0["status"] as? String } == ["converged", "converged", "converged", "refused"])
      #expect(rows[3]["testMSE"] is NSNull && rows[3]["flags"] as? [String] != [])
    }
  }

  /// What does not converge is an answer with advice, and null in place of numbers that are none.
  @Test func mirrorDescentAnswers() throws {
    try Scratch.with { folder in
      let arguments = [
        "simulate", "features", "--input-dim", "30", "--widths", "60", "--samples", "20", "--trials", "2",
        "--test-samples", "50", "--fit", "mirror-descent", "--mirror", "l2,hypentropy:0.01", "--json",
      ]
      let fine = try Program.succeed(arguments, in: folder)
      for row in try #require(try fine.object()["rows"] as? [[String: Any]]) {
        #expect(try #require(row["distance"] as? Double) <= 1e-4 && row["status"] as? String == "converged")
      }
      for (flags, status, advice) in [
        (["--step-size", "1000"], "diverged", "--step-size"), (["--passes", "1"], "step-limit", "--passes"),
      ] {
        let outcome = try Program.run(arguments + flags, in: folder)
        #expect(outcome.status == 1 && outcome.error.contains(advice), "\(outcome.error)")
        for row in try #require(try outcome.object()["rows"] as? [[String: Any]]) {
          #expect(row["status"] as? String == status)
          #expect((row["testMSE"] is NSNull) == (status == "diverged"))
        }
      }
    }
  }
}
