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
        let predicted = ["Risk", "AveragedRisk", "DeployedRisk"].map { "predicted" + $0 }
        #expect(Set(measured.keys) == Self.keys.union(errors).union(predicted).union(["trials"]))
        #expect(measured["predictedRisk"] as? Double == row["risk"] as? Double)
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
      let rare = ["simulate", "sgd", "--dim", "9", "--step-size", "0.7", "--steps", "20", "--trials", "2"]
      let remark = "at step size 0.7 the mean risk grows without bound (the largest stable one is 0."
      #expect(try Program.succeed(rare, in: folder).text.contains(remark))
      #expect(try !Program.succeed(rare + ["--step-size", "0.5"], in: folder).text.contains("without bound"))
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

  /// Formats are predicted and run alike; what is not modeled is answered with an offer to simulate.
  @Test func formats() throws {
    try Scratch.with { folder in
      let flags = ["sgd", "--dim", "4", "--steps", "40", "--quantize-data", "fixed5:range=5"]
      let rows = try Self.rows(
        ["simulate"] + flags + [
          "--quantize-gradient", "e4m3", "--quantize-parameter", "mxfp4:round-up", "--trials", "800",
        ],
        folder)
      let last = try #require(rows.last)
      for key in ["risk", "averagedRisk", "deployedRisk"] {
        let predicted = try #require(last["predicted" + key.prefix(1).uppercased() + key.dropFirst()] as? Double)
        let found = try #require(last[key] as? Double)
        let error = try #require(last[key + "StandardError"] as? Double)
        #expect(abs(found - predicted) <= 4 * error, "\(key): \(found) ± \(error), predicted \(predicted)")
      }
      let nearest = ["sgd", "--dim", "4", "--steps", "10", "--quantize-parameter", "fixed4:rne"]
      let answer = try Program.succeed(["theory"] + nearest, in: folder).text
      #expect(answer.contains("not modeled: weights rounded to nearest stall") && answer.contains("simulate sgd"))
      let object = try Program.succeed(["theory"] + nearest + ["--json"], in: folder).object()
      #expect((object["rows"] as? [Any])?.isEmpty == true)
      #expect((object["model"] as? [String: Any])?["notModeled"] is String)
      let measured = try Self.rows(["simulate"] + nearest + ["--trials", "3"], folder)
      #expect(measured.last?["predictedRisk"] is NSNull && measured.last?["risk"] is Double)
      try folder.write("-2\n-1\n0\n1\n2\n", to: "grid.csv")
      #expect(
        try Self.rows(["theory", "sgd", "--dim", "2", "--quantize-data", "grid:grid.csv"], folder).last?["risk"]
          is Double)
      for (text, word) in [
        ("e4m4", "did you mean \"e4m3\"?"), ("fixed8:rng=3", "range=4"), ("fixed99", "fixed9"),
      ] {
        let outcome = try Program.run(["theory", "sgd", "--quantize-label", text], in: folder)
        #expect(outcome.status == 2 && outcome.error.contains(word), "\(outcome.error)")
      }
      let missing = try Program.run(["theory", "sgd", "--quantize-label", "grid:none.csv"], in: folder)
      #expect(missing.status == 3 && missing.error.contains("none.csv"))
    }
  }

  /// Rows of a file: their own dimension and noise, and runs that draw them.
  @Test func rowsOfAFile() throws {
    try Scratch.with { folder in
      var text = "a,b,c,y\n"
      var state: UInt64 = 1
      func next() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 40) / Double(1 << 24) - 0.5
      }
      for _ in 0..<60 {
        let (a, b) = (next(), next())
        text += "\(a),\(a + 0.3 * b),7,\(a - b + 0.4 * next())\n"
      }
      try folder.write(text, to: "rows.csv")
      let flags = ["sgd", "--spectrum", "data:rows.csv", "--target", "y", "--steps", "60", "--batch", "4"]
      let object = try Program.succeed(["theory"] + flags + ["--json"], in: folder).object()
      let model = try #require(object["model"] as? [String: Any])
      let setting = try #require(model["setting"] as? [String: Any])
      #expect(setting["dim"] as? Int == 2)
      #expect(try #require(setting["noiseVariance"] as? Double) < 0.3)
      #expect(try #require(model["tailWeight"] as? Double) < 1)
      let last = try #require(
        try Self.rows(["simulate"] + flags + ["--quantize-data", "add:0.05", "--trials", "400"], folder).last)
      let (found, predicted) = (last["averagedRisk"] as? Double ?? 0, last["predictedAveragedRisk"] as? Double ?? 0)
      #expect(abs(found / predicted - 1) < 0.1, "\(found), predicted \(predicted)")
      for (more, status, word) in [
        (["--dim", "3"], 2, "those of the data"), (["--noise-variance", "1"], 2, "those of the data"),
      ] {
        let outcome = try Program.run(["theory"] + flags + more, in: folder)
        #expect(outcome.status == status && outcome.error.contains(word), "\(outcome.error)")
      }
      let stray = try Program.run(["theory", "sgd", "--target", "y"], in: folder)
      #expect(stray.status == 2 && stray.error.contains("data:FILE"))
      try folder.write("1,x\n2,y\n3,z\n", to: "words.csv")
      #expect(try Program.run(["theory", "sgd", "--spectrum", "data:words.csv"], in: folder).status == 3)
    }
  }

  /// A plan names formats that the other commands take, and its runs confirm it.
  @Test func plan() throws {
    try Scratch.with { folder in
      let flags = ["sgd", "--dim", "2", "--steps", "8"]
      let object = try Program.succeed(
        ["plan"] + flags + ["--tolerance", "0.02", "--trials", "2000", "--json"], in: folder
      )
      .object()
      let plan = try #require(object["plan"] as? [String: Any])
      let increase = try #require(plan["increase"] as? Double)
      let measured = try #require(plan["measuredIncrease"] as? Double)
      let error = try #require(plan["measuredIncreaseStandardError"] as? Double)
      #expect(
        increase <= 0.02 && abs(measured - increase) <= 4 * error, "\(measured) ± \(error), predicted \(increase)")
      let rows = try #require(object["rows"] as? [[String: Any]])
      #expect(rows.compactMap { $0["target"] as? String } == ["data", "label", "parameter", "activation", "gradient"])
      #expect(rows.compactMap { $0["bits"] as? Int }.reduce(0, +) == plan["bits"] as? Int)
      var theory = ["theory"] + flags
      for row in rows { theory += ["--quantize-\(row["target"] as? String ?? "")", row["format"] as? String ?? ""] }
      let risk = try #require(try Self.rows(theory, folder).last?["averagedRisk"] as? Double)
      #expect(abs(risk - (plan["risk"] as? Double ?? 0)) <= 1e-12)
      let text = try Program.succeed(["plan"] + flags + ["--kind", "float", "--trials", "20"], in: folder).text
      #expect(text.contains("mantissa") && text.contains("measured"))
      for (more, status, word) in [
        (["--kind", "intger"], 2, "did you mean \"integer\"?"), (["--cost", "1,2"], 2, "5 costs"),
        (["--tolerance", "0"], 2, "tolerance"), (["--step-size", "3"], 2, "largest stable"),
        (["--quantize-data", "e4m3"], 2, "leave out"), (["--trials", "-1"], 2, "--trials"),
      ] {
        let outcome = try Program.run(["plan"] + flags + more, in: folder)
        #expect(outcome.status == status && outcome.error.contains(word), "\(more): \(outcome.error)")
      }
    }
  }
}
