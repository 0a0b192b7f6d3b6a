import Foundation
import Testing

@Suite struct LedgerCommandTests {
  private static let home = ["SIGNBIT_HOME": "home"]

  private func results(_ arguments: [String] = [], in folder: Scratch) throws -> [[String: Any]] {
    let answer = try Program.succeed(["results", "--json"] + arguments, in: folder, environment: Self.home).object()
    return try #require(answer["rows"] as? [[String: Any]])
  }

  @Test func compressAndEvaluateAddTheirRows() throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      try folder.write(Samples.animals(rows: 40, seed: 6), to: "new.csv")
      let compress = ["compress", "animals.csv", "--families", "linear", "--penalty", "l2,l1", "--lambda", "0.1,1"]
      let answer = try Program.succeed(compress + ["--json"], in: folder, environment: Self.home).object()
      let evaluate = ["evaluate", "signbit-out/model.signbit", "new.csv"]
      let measured = try Program.succeed(evaluate + ["--json"], in: folder, environment: Self.home).object()
      let candidates = try #require(answer["candidates"] as? [[String: Any]]).filter { $0["oracle"] as? Bool == false }
      let rows = try results(in: folder)
      #expect(rows.count == candidates.count + 1)
      for (row, candidate) in zip(rows, candidates) {
        for (mine, theirs) in [
          ("family", "family"), ("penalty", "penalty"), ("lambda", "lambda"), ("format", "format"),
          ("rounding", "rounding"), ("bits", "bits"), ("bytes", "bytes"), ("measuredError", "testError"),
          ("standardError", "testErrorStandardError"), ("chosen", "chosen"), ("verdict", "verdict"),
        ] {
          let (a, b) = (try #require(row[mine] as? NSObject), try #require(candidate[theirs] as? NSObject))
          #expect(a == b, "\(mine)")
        }
        #expect(row["run"] as? Int == 1 && row["command"] as? String == "compress")
        #expect(row["data"] as? String == "animals.csv" && row["features"] as? Int == 6 && row["classes"] as? Int == 3)
      }
      // The model's file leads to the run that made it.
      let (chosen, last) = (try #require(rows.first { $0["chosen"] as? Bool == true }), try #require(rows.last))
      #expect(last["run"] as? Int == 2 && last["command"] as? String == "evaluate")
      for key in ["family", "penalty", "lambda", "format", "modelDigest", "trainingDigest", "samples", "bytes"] {
        #expect(last[key] as? NSObject == chosen[key] as? NSObject, "\(key)")
      }
      #expect(last["measuredError"] as? Double == measured["error"] as? Double)
      #expect(last["dataDigest"] as? String != chosen["dataDigest"] as? String && last["testSamples"] as? Int == 40)
      // The same rows, whatever flags divide them.
      _ = try Program.succeed(
        ["evaluate", "signbit-out/model.signbit", "animals.csv", "--test", "0.3"], in: folder, environment: Self.home)
      #expect(
        try results(["--limit", "1"], in: folder)[0]["dataDigest"] as? NSObject == chosen["dataDigest"] as? NSObject)
      for command in [compress, evaluate] {
        _ = try Program.succeed(command + ["--no-ledger"], in: folder, environment: Self.home)
      }
      #expect(try results(in: folder).count == rows.count + 1)
      let table = try Program.succeed(["results", "--limit", "2"], in: folder, environment: Self.home)
      #expect(table.text.contains("the newest 2 of 3 runs, 2 of \(rows.count + 1) such rows in home/ledger.sqlite; "))
      #expect(folder.names("home") == ["ledger.sqlite"])
    }
  }

  /// An error on rows that trained the model is not passed off as one of new rows; an honest one is left alone.
  @Test func rowsThatTrainedTheModelArePointedOut() throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      try folder.write(Samples.animals(rows: 40, seed: 6), to: "new.csv")
      func evaluated(_ flags: [String]) throws -> [String] {
        let arguments = ["evaluate", "signbit-out/model.signbit"] + flags
        let answer = try Program.succeed(arguments + ["--json"], in: folder, environment: Self.home).object()
        let sentences = try #require(answer["diagnosis"] as? [String])
        let text = try Program.succeed(arguments, in: folder, environment: Self.home).text
        #expect(sentences.allSatisfy { text.contains("• " + $0) } && text.contains("too low") == !sentences.isEmpty)
        return sentences
      }
      let compress = ["compress", "animals.csv", "--families", "linear", "--penalty", "l2", "--json"]
      let answer = try Program.succeed(compress, in: folder, environment: Self.home).object()
      let n = try #require((answer["data"] as? [String: Any])?["trainingSamples"] as? Int)
      for (flags, start) in [
        (["animals.csv"], "\(n) of these 90 rows trained this model"),
        (["animals.csv", "--limit", "40"], "At least \(n - 50) of these 40 rows trained this model"),
        (["animals.csv", "--test", "0.25", "--seed", "2"], "Some of these \(90 - n) rows may have trained this model"),
        (["new.csv", "--test", "animals.csv"], "\(n) of these 90 rows trained this model"),
      ] {
        let sentences = try evaluated(flags)
        #expect(sentences.count == 1 && sentences[0].hasPrefix(start), "\(flags): \(sentences)")
        #expect(sentences.allSatisfy { $0.contains("another file, or only what compress set apart: --test 0.25") })
      }
      for flags in [
        ["animals.csv", "--test", "0.25"], ["new.csv"], ["animals.csv", "--test", "new.csv"],
        ["animals.csv", "--no-ledger"],
      ] {
        #expect(try evaluated(flags) == [], "\(flags)")
      }
      // Where every row trained, there is none to set apart.
      _ = try Program.succeed(compress + ["--test", "0"], in: folder, environment: Self.home)
      for (flags, count) in [(["animals.csv"], 90), (["animals.csv", "--test", "30"], 30)] {
        let sentences = try evaluated(flags)
        #expect(sentences.count == 1 && sentences[0].hasPrefix("All \(count) rows trained this model"), "\(sentences)")
        #expect(sentences.allSatisfy { !$0.contains("set apart") })
      }
    }
  }

  @Test func theTableTheExportsAndTheFilters() throws {
    try Scratch.with { folder in
      try folder.write(Samples.prices(), to: "prices, \"2026\".csv")
      let widest = ["compress", "digits", "--limit", "200", "--families", "random-features", "--width", "64"]
      for arguments in [widest, ["compress", "prices, \"2026\".csv", "--target", "price"] + Samples.quick] {
        _ = try Program.succeed(arguments, in: folder, environment: Self.home)
      }
      let table = try Program.succeed(["results", "--limit", "1000"], in: folder, environment: Self.home)
      #expect(table.text.contains("compress digits: 150 × 64, 10 classes, seed 1, errors in %"))
      #expect(table.text.contains("mean squared errors") && table.text.contains("←"))
      #expect(table.lines.allSatisfy { $0.count <= 100 || $0.contains("/ledger.sqlite") })
      let all = try results(in: folder)
      let features = try results(["--family", "random-features", "--since", "1d", "--verdict", "none"], in: folder)
      #expect(features.count < all.count && features.allSatisfy { $0["family"] as? String == "random-features" })
      let csv = try Program.succeed(["results", "--export", "csv"], in: folder, environment: Self.home)
      #expect(csv.lines.count == all.count + 1 && csv.text.contains("\"prices, \"\"2026\"\".csv\""))
      let json = try Program.succeed(["results", "--export", "json"], in: folder, environment: Self.home)
      #expect(try #require(json.object()["rows"] as? [Any]).count == all.count)
      _ = try Program.succeed(
        ["results", "--export", "csv", "--out", "a/b"], in: folder, environment: Self.home)
      #expect(try folder.read("a/b/results.csv") == csv.output)
      let none = try Program.succeed(["results", "--verdict", "red"], in: folder, environment: Self.home)
      #expect(none.text.contains("fewer of --family, --verdict and --since"))
    }
  }

  @Test func calibrationOfDataThatATheoryKnows() throws {
    try Scratch.with { folder in
      let empty = try Program.succeed(["calibration"], in: folder, environment: Self.home)
      #expect(empty.text.contains("signbit compress") && empty.lines.count == 1)
      #expect(try Program.succeed(["results"], in: folder, environment: Self.home).output == empty.output)
      #expect(folder.names() == [])
      try folder.write(Samples.animals(), to: "animals.csv")
      _ = try Program.succeed(
        ["compress", "animals.csv", "--test", "0"] + Samples.quick, in: folder, environment: Self.home)
      let none = try Program.succeed(["calibration"], in: folder, environment: Self.home)
      #expect(none.text.contains("has a prediction beside a measurement") && none.lines.count == 1)
      for seed in ["1", "2", "2"] {
        let source = ["compress", "mixture:d=60,n=90,k=3", "--families", "linear", "--penalty", "l2", "--seed", seed]
        _ = try Program.succeed(source + ["--formats", "f32,sign"], in: folder, environment: Self.home)
      }
      let answer = try Program.succeed(["calibration", "--json", "--out", "c"], in: folder, environment: Self.home)
      let groups = try #require(try answer.object()["comparisons"] as? [[String: Any]])
      #expect(groups[0]["source"] as? String == "prediction" && groups[0]["dataSets"] as? Int == 2)
      #expect(try #require(groups[0]["meanAbsoluteError"] as? Double) < 0.1)
      // The same seed draws the same data, so that the third run says nothing new.
      let rows = groups.filter { $0["family"] is NSNull && $0["verdict"] is NSNull }.compactMap { $0["rows"] as? Int }
      #expect(rows.count == 2, "predictions and receipts")
      #expect(try answer.object()["repeats"] as? Int == rows.reduce(0, +) / 2)
      #expect(folder.names("c") == ["calibration.json", "calibration.svg"])
      #expect(String(decoding: try folder.read("c/calibration.svg"), as: UTF8.self).contains("predicted = measured"))
      let text = try Program.succeed(["calibration"], in: folder, environment: Self.home)
      #expect(text.text.contains("depend on one another") && text.lines.prefix(5).allSatisfy { $0.count <= 100 })
    }
  }

  /// What was quoted stands beside what the same job then measures, and counts.
  @Test func aQuoteIsHeldToAccount() throws {
    try Scratch.with { folder in
      let job = ["digits", "--limit", "400", "--formats", "f32,sign", "--penalty", "linf"]
      _ = try Program.succeed(
        ["quote", "--effort", "pilot", "--fractions", "0.1,0.02"] + job, in: folder, environment: Self.home)
      _ = try Program.succeed(
        ["compress", "--families", "linear", "--rounding", "plain"] + job, in: folder, environment: Self.home)
      let answer = try Program.succeed(["results", "--json"], in: folder, environment: Self.home).object()
      let rows = try #require(answer["rows"] as? [[String: Any]])
      let (quoted, measured) = (
        rows.filter { $0["command"] as? String == "quote" }, rows.filter { $0["command"] as? String == "compress" }
      )
      #expect(quoted.count == 2 && measured.count == 2)
      for (before, after) in zip(quoted, measured) {
        #expect(before["measuredError"] is NSNull && after["measuredError"] is Double)
        for key in ["format", "predictedError", "predictedLow", "predictedHigh", "verdict"] {
          #expect("\(before[key]!)" == "\(after[key]!)" && !(after[key] is NSNull), "\(key)")
        }
      }
      let held = try Program.succeed(["calibration", "--json"], in: folder, environment: Self.home).object()
      let groups = try #require(held["comparisons"] as? [[String: Any]])
      #expect(groups.contains { $0["source"] as? String == "prediction" && $0["banded"] as? Int == 2 })
      // The same pixels with other labels are another question, and so are standardized ones, and models without a constant.
      for other in [["--corrupt", "0.3"], ["--standardize"], ["--intercept", "no"]] {
        _ = try Program.succeed(
          ["compress", "--families", "linear", "--lambda", "50"] + other + job, in: folder, environment: Self.home)
        let newest = try Program.succeed(["results", "--limit", "1", "--json"], in: folder, environment: Self.home)
        let rows = try #require(newest.object()["rows"] as? [[String: Any]])
        #expect(rows.count == 2 && rows.allSatisfy { $0["predictedError"] is NSNull && $0["rowsDigest"] is String })
      }
    }
  }

  @Test(arguments: [
    ["results", "--family", "liner"], ["results", "--verdict", "blue"], ["results", "--since", "soon"],
    ["results", "--limit", "0"], ["results", "--export", "xml"], ["results", "--export", "csv", "--json"],
    ["calibration", "--since", "2026-02-30"],
  ])
  func refusals(_ arguments: [String]) throws {
    try Scratch.with { folder in
      let outcome = try Program.run(arguments, in: folder)
      #expect(outcome.status == 2 && isOneLine(outcome.error), "\(arguments): \(outcome.error)")
    }
  }

  /// The run has done its work: what is wrong with the ledger is one remark.
  @Test func aLedgerThatCannotBeWrittenCostsNoResult() throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      try folder.write("no database, certainly", to: "ledger.sqlite")
      let compress = ["compress", "animals.csv"] + Samples.quick
      let evaluate = ["evaluate", "signbit-out/model.signbit", "animals.csv"]
      for (home, command) in [
        (".", compress), (".", evaluate), ("animals.csv", evaluate), ("animals.csv/below", evaluate),
        ("/proc/nowhere", compress),
      ] {
        let outcome = try Program.run(command, in: folder, environment: ["SIGNBIT_HOME": home])
        #expect(outcome.status == 0 && isOneLine(outcome.error), "\(home): \(outcome.error)")
        #expect(outcome.error.hasPrefix("signbit: this run is not in the ledger: ") && !outcome.text.isEmpty)
      }
      let quiet = try Program.run(evaluate + ["--quiet"], in: folder, environment: ["SIGNBIT_HOME": "."])
      #expect(quiet.status == 0 && quiet.error.isEmpty && !quiet.text.isEmpty)
      #expect(folder.names("signbit-out")?.count == 3)
      #expect(String(decoding: try folder.read("ledger.sqlite"), as: UTF8.self) == "no database, certainly")
      let read = try Program.run(["results"], in: folder, environment: ["SIGNBIT_HOME": "."])
      #expect(read.status == 3 && isOneLine(read.error) && read.error.contains("is no SQLite file"))
    }
  }

  @Test func fullDisk() throws {
    try Scratch.with { folder in
      #if os(Linux)
        try folder.write(Samples.animals(), to: "animals.csv")
        let mounted = try Program.shell("mkdir home && mount -t tmpfs -o size=64k tmpfs home", in: folder)
        guard mounted.status == 0 else {
          print("SKIPPED: a full disk could not be tried, for a small file system cannot be mounted here")
          return
        }
        defer { _ = try? Program.shell("umount home", in: folder) }
        let compress = ["compress", "animals.csv", "--families", "linear", "--penalty", "l2", "--lambda", "0.1,1"]
        _ = try Program.succeed(compress, in: folder, environment: Self.home)
        let before = try results(in: folder).count
        // First only part of the new rows has room, then none of them.
        for fill in ["head -c 28k /dev/zero > home/junk", "cat /dev/zero > home/more"] {
          _ = try Program.shell(fill, in: folder)
          var outcome = try Program.run(compress, in: folder, environment: Self.home)
          for _ in 0..<20 where outcome.status == 0 && outcome.error.isEmpty {
            outcome = try Program.run(compress, in: folder, environment: Self.home)
          }
          #expect(outcome.status == 0 && isOneLine(outcome.error), "\(outcome.error)")
          #expect(outcome.error.contains("the disk is full"), "\(outcome.error)")
          #expect(!outcome.text.isEmpty && folder.names("signbit-out")?.count == 3)
        }
        // Every run that is there is whole, and with room again the next one joins them.
        _ = try Program.shell("rm home/junk home/more", in: folder)
        _ = try Program.succeed(compress, in: folder, environment: Self.home)
        let rows = try results(in: folder)
        let runs = Dictionary(grouping: rows) { $0["run"] as? Int ?? 0 }
        #expect(runs.values.allSatisfy { $0.count == before } && runs.count > 1)
        #expect(folder.names("home") == ["ledger.sqlite"])
      #else
        print("SKIPPED: a full disk is tried on Linux only")
      #endif
    }
  }
}
