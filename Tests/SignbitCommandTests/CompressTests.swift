import Foundation
import Testing

@Suite struct CompressTests {
  @Test func digitsMakeThreeFilesAndEvaluateAgrees() throws {
    try Scratch.with { folder in
      // The default job takes minutes in a debug build.
      #if DEBUG
        let fewer = ["--width", "64", "--formats", "f32,sign"]
      #else
        let fewer = [String]()
      #endif
      let outcome = try Program.succeed(["compress", "--quiet"] + fewer, in: folder)
      #expect(outcome.text.contains("← chosen"))
      #expect(outcome.lines.last == "next: signbit predict signbit-out/model.signbit digits")
      #expect(folder.names() == ["signbit-out"])
      #expect(folder.names("signbit-out") == ["model.signbit", "report.html", "report.json"])
      let report = try folder.object("signbit-out/report.json")
      let chosen = try Candidate.chosen(report)
      #expect(chosen["bytes"] as? Int == (try folder.read("signbit-out/model.signbit").count))
      // The first command of the README, then the second: the same number.
      let evaluated = try Program.succeed(
        ["evaluate", "signbit-out/model.signbit", "digits", "--test", "0.25", "--json"], in: folder
      ).object()
      #expect(evaluated["error"] as? Double == chosen["testError"] as? Double)
      #expect(evaluated["standardError"] as? Double == chosen["testErrorStandardError"] as? Double)
      let confusion = try #require(evaluated["confusion"] as? [[Int]])
      let samples = try #require(evaluated["samples"] as? Int)
      #expect(confusion.joined().reduce(0, +) == samples && samples == 449)
      let right = confusion.indices.reduce(0) { $0 + confusion[$1][$1] }
      let error = try #require(evaluated["error"] as? Double)
      #expect(Int((error * Double(samples)).rounded()) == samples - right)
    }
  }

  @Test func jsonIsOneObjectWithEveryKey() throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      let outcome = try Program.succeed(["compress", "animals.csv", "--json"], in: folder)
      let answer = try outcome.object()
      #expect(
        Set(answer.keys)
          == [
            "data", "candidates", "path", "descents", "verdict", "diagnosis", "perClass", "quoteSeconds", "files",
            "seed",
            "version",
          ])
      #expect(answer["quoteSeconds"] is NSNull)
      #expect((answer["data"] as? [String: Any])?["target"] as? String == "kind")
      #expect((answer["verdict"] as? [String: Any])?["applies"] is NSNull)
      let files = try #require(answer["files"] as? [String])
      #expect(files == ["model.signbit", "report.html", "report.json"].map { "signbit-out/" + $0 })
      for row in try Candidate.all(answer) {
        #expect(Set(row.keys).isSuperset(of: Candidate.keys), "\(Candidate.keys.subtracting(row.keys))")
        for key in ["predictedError", "predictedBand"] { #expect(row[key] is NSNull) }
        let isLinear = row["family"] as? String == "linear"
        // Data-aware rounding reads the rows; an oracle is there for its test error.
        let hasReceipt = isLinear && row["rounding"] as? String == "plain" && row["oracle"] as? Bool == false
        let band = row["receiptBand"] as? [Double]
        #expect((row["receiptError"] as? Double != nil) == hasReceipt && (band?.count == 2) == hasReceipt)
        #expect(isLinear || row["family"] as? String == "random-features")
        for key in ["width", "depth", "weights", "map"] { #expect((row[key] is NSNull) == isLinear) }
        for key in ["validationError", "testError"] {
          let error = try #require(row[key] as? Double)
          #expect(error >= 0 && error <= 1)
        }
        #expect(["converged", "step-limit", "diverged"].contains(row["status"] as? String))
      }
      // What is printed is what is written.
      #expect(outcome.output == (try folder.read("signbit-out/report.json")))
    }
  }

  @Test(arguments: [
    [String](), ["--standardize"], ["--corrupt", "0.2"], ["--missing", "mean"], ["--split", "ordered"],
    ["--classes", "dog,cat"], ["--limit", "60"], ["--validation", "0.25"], ["--intercept", "no"],
  ])
  func evaluateReproducesTheChosenError(_ flags: [String]) throws {
    try Scratch.with { folder in
      var text = Samples.animals()
      if flags.contains("--missing") {
        // A gap in every fifth row.
        text = text.split(separator: "\n").enumerated().map { i, line in
          i % 5 == 1 ? "," + line.split(separator: ",").dropFirst().joined(separator: ",") : String(line)
        }.joined(separator: "\n")
      }
      try folder.write(text, to: "animals.csv")
      let common = ["animals.csv", "--test", "0.3", "--seed", "4"]
      let answer = try Program.succeed(["compress", "--json"] + common + flags, in: folder).object()
      let shared = flags.contains("--intercept") ? [] : flags
      let evaluated = try Program.succeed(
        ["evaluate", "signbit-out/model.signbit", "--json"] + common + shared, in: folder
      ).object()
      #expect(evaluated["error"] as? Double == (try Candidate.chosen(answer))["testError"] as? Double)
    }
  }

  @Test func sameSeedSameBytesAtAnyThreads() throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      var models: [Data] = []
      var reports: [NSDictionary] = []
      for (threads, seed) in [("1", "1"), ("2", "1"), ("2", "1"), ("2", "2")] {
        _ = try Program.succeed(["compress", "animals.csv", "--threads", threads, "--seed", seed], in: folder)
        models.append(try folder.read("signbit-out/model.signbit"))
        var report = try folder.object("signbit-out/report.json")
        report["candidates"] = try Candidate.all(report).map { $0.filter { $0.key != "latencyMicroseconds" } }
        reports.append(report as NSDictionary)
      }
      #expect(models[0] == models[1] && models[1] == models[2])
      #expect(reports[0] == reports[1] && reports[1] == reports[2])
      // Another seed divides the rows otherwise.
      #expect(models[0] != models[3])
      let errors = reports.map { ($0["path"] as? [[String: Any]])?.compactMap { $0["testError"] as? Double } }
      #expect(errors[0] != errors[3])
    }
  }

  @Test func theCommandInTheReportMakesTheReportAgain() throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "my 'best' animals & <co>.csv")
      for flags in [
        [String](),
        ["--penalty", "l1,linf", "--formats", "sign,f32", "--max-bytes", "900", "--seed", "7", "--standardize"],
        ["--lambda", "0.5,2", "--intercept", "no", "--max-error", "0.9", "--validation", "0.25", "--target", "-1"],
        ["--test", "20", "--split", "ordered", "--classes", "dog,cat", "--limit", "80", "--corrupt", "0.1"],
        ["--per-class", "15", "--header", "yes", "--task", "classify", "--missing", "drop", "--max-latency", "1000"],
      ] {
        _ = try Program.succeed(["compress", "my 'best' animals & <co>.csv"] + flags, in: folder)
        let html = String(decoding: try folder.read("signbit-out/report.html"), as: UTF8.self)
        let command = try #require(html.split(separator: "<pre>").last?.split(separator: "</pre>").first)
        let line = command.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
          .replacing("&amp;", with: "&").replacing("./signbit", with: "signbit", maxReplacements: 1)
        let again = try Program.shell(line + " --out again", in: folder)
        #expect(again.status == 0, "\(line): \(again.error)")
        #expect(try folder.read("signbit-out/model.signbit") == (try folder.read("again/model.signbit")))
        let second = String(decoding: try folder.read("again/report.html"), as: UTF8.self)
        #expect(second.contains("<pre>\(command)</pre>"))
      }
    }
  }

  @Test func standardInput() throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      let file = folder.full("animals.csv")
      let named = try Program.succeed(["compress", "animals.csv", "--json"], in: folder).object()
      let piped = try Program.succeed(["compress", "-", "--json", "--out", "piped"], in: folder, input: file).object()
      #expect(
        try Candidate.chosen(named)["validationError"] as? Double
          == Candidate.chosen(piped)["validationError"] as? Double)
      let error = try Program.succeed(
        ["evaluate", "piped/model.signbit", "-", "--test", "0.25", "--json"], in: folder, input: file
      ).object()["error"]
      #expect(error as? Double == (try Candidate.chosen(piped))["testError"] as? Double)
      // The model may come that way too.
      let inspected = try Program.succeed(
        ["inspect", "-", "--json"], in: folder, input: folder.full("piped/model.signbit")
      ).object()
      #expect(inspected["bytes"] as? Int == (try folder.read("piped/model.signbit").count))
    }
  }

  @Test func noCandidateWithinTheBudget() throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      let outcome = try Program.run(["compress", "animals.csv", "--max-bytes", "10"], in: folder)
      #expect(outcome.status == 1)
      #expect(outcome.text.contains("ℓ∞") && outcome.text.contains("No candidate is within the budget"))
      #expect(isOneLine(outcome.error))
      #expect(folder.names("signbit-out") == ["report.html", "report.json"])
    }
  }

  @Test func budgetsAreKept() throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      let free = try Program.succeed(["compress", "animals.csv", "--json"], in: folder).object()
      let rows = try Candidate.all(free).filter { $0["oracle"] as? Bool == false }
      let bytes = rows.compactMap { $0["bytes"] as? Int }
      let middle = try #require(bytes.sorted().dropFirst(bytes.count / 2).first)
      let answer = try Program.succeed(["compress", "animals.csv", "--json", "--max-bytes", "\(middle)"], in: folder)
      let chosen = try Candidate.chosen(answer.object())
      #expect(try #require(chosen["bytes"] as? Int) <= middle)
      #expect(try folder.read("signbit-out/model.signbit").count <= middle)
    }
  }
}

/// Rows of the table in JSON.
enum Candidate {
  static let keys: Set<String> = [
    "family", "penalty", "lambda", "width", "depth", "weights", "map", "format", "rounding", "bits", "validationError",
    "testError", "testErrorStandardError", "oracle", "predictedError", "predictedBand", "nonzeroFraction",
    "boundaryFraction", "status", "relativeGap", "bytes", "latencyMicroseconds", "receiptError", "receiptBand",
    "verdict", "reasons", "chanceWithinBudget", "chosen",
  ]

  static func all(_ answer: [String: Any]) throws -> [[String: Any]] {
    try #require(answer["candidates"] as? [[String: Any]])
  }

  static func chosen(_ answer: [String: Any]) throws -> [String: Any] {
    let rows = try all(answer).filter { $0["chosen"] as? Bool == true }
    #expect(rows.count == 1)
    return try #require(rows.first)
  }
}

/// One sentence that a program of ours says when it gives up, and no trace.
func isOneLine(_ error: String) -> Bool {
  error.hasPrefix("signbit: ") && error.hasSuffix("\n") && error.dropLast().allSatisfy { !$0.isNewline }
    && !error.contains("Fatal") && !error.contains("Thread ") && !error.contains("Usage:") && error.utf8.count < 600
}
