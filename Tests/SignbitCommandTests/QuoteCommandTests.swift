import Foundation
import Testing

@Suite struct QuoteCommandTests {
  private static let small = [
    "quote", "--limit", "400", "--effort", "pilot", "--fractions", "0.1,0.02", "--formats", "f32,sign",
  ]

  /// Every key of the contract; bytes are those of the files that training makes.
  @Test func rows() throws {
    try Scratch.with { folder in
      let job = ["--formats", "f32,int4,sign", "--limit", "400", "--json", "--quiet"]
      let quote = try Program.succeed(
        ["quote", "--effort", "pilot", "--fractions", "0.1,0.02", "--measure", "--out", "q"] + job, in: folder
      ).object()
      let rows = try #require(quote["candidates"] as? [[String: Any]])
      #expect(rows.count == 9)
      let trained = try Program.succeed(
        ["compress", "--families", "linear", "--rounding", "plain", "--lambda", "10,100", "--out", "c"] + job,
        in: folder
      ).object()
      for row in try #require(trained["candidates"] as? [[String: Any]]) where row["oracle"] as? Bool == false {
        guard row["remark"] as? String == "" else { continue }
        let same = try #require(
          rows.first {
            $0["penalty"] as? String == row["penalty"] as? String && $0["format"] as? String == row["format"] as? String
          })
        // Signs of ℓ1 have as many bytes as weights that are not zero.
        if row["penalty"] as? String != "l1" || row["format"] as? String == "f32" {
          #expect(same["bytes"] as? Int == row["bytes"] as? Int, "\(row["penalty"]!) \(row["format"]!)")
        }
      }
      for row in rows {
        let band = try #require(row["predictedBand"] as? [Double])
        let error = try #require(row["predictedError"] as? Double)
        #expect(band[0] <= error && error <= band[1] && row["testError"] is Double)
        #expect(["green", "amber", "red"].contains(row["verdict"] as? String))
        #expect((row["reasons"] as? [String])?.isEmpty == false && (row["latencyMicroseconds"] as? Double ?? 0) > 0)
      }
      #expect(rows.count { $0["chosen"] as? Bool == true } == 1)
      #expect((quote["quotes"] as? [Any])?.count == 3 * (15 + 2 * 2))
      #expect((quote["quoteSeconds"] as? Double ?? 0) > 0 && (quote["trainingSeconds"] as? Double ?? 0) > 0)
      let report = String(decoding: try folder.read("q/report.html"), as: UTF8.self)
      #expect(report.contains("Quoted error against bytes") && report.contains("signbit quote"))
    }
  }

  /// `--loo`: one more column, two more keys, and the same quotes.
  @Test func leaveOneOut() throws {
    try Scratch.with { folder in
      let flags = Self.small + ["--loo"]
      let quote = try Program.succeed(flags + ["--json"], in: folder).object()
      for row in try #require(quote["candidates"] as? [[String: Any]]) {
        let (error, band) = (
          try #require(row["receiptError"] as? Double), try #require(row["receiptBand"] as? [Double])
        )
        #expect(band[0] <= error && error < band[1])
        if row["penalty"] as? String == "l2" {
          #expect(abs(error - (row["predictedError"] as? Double ?? -1)) < 1e-12)
        } else {
          #expect(abs(error - (row["predictedError"] as? Double ?? -1)) < 0.06)
        }
      }
      let table = try Program.succeed(flags, in: folder).text
      #expect(table.contains("loo %") && table.contains("loo: leave-one-out"))
      let report = String(decoding: try folder.read("signbit-quote/report.html"), as: UTF8.self)
      #expect(report.contains("loo %"))
      #expect(!(try Program.succeed(Self.small, in: folder).text.contains("loo %")))
    }
  }

  /// Random features are quoted, measured and priced like the others.
  @Test func randomFeatures() throws {
    try Scratch.with { folder in
      let quote = try Program.succeed(
        [
          "quote", "--limit", "600", "--families", "random-features", "--map", "dense", "--width", "128", "--formats",
          "int4,sign", "--measure", "--json",
        ], in: folder
      ).object()
      let rows = try #require(quote["candidates"] as? [[String: Any]])
      #expect(rows.map { $0["format"] as? String } == ["int4", "sign"])
      #expect((quote["verdict"] as? [String: Any])?["applies"] as? Bool == true)
      for row in rows {
        let (band, test) = (try #require(row["predictedBand"] as? [Double]), try #require(row["testError"] as? Double))
        #expect(band[0] <= test && test <= band[1] && band[1] < 0.25)
      }
      let parts = try #require(quote["quotes"] as? [[String: Any]])
      for part in parts {
        let (a, b) = (part["pilots"] as? Double ?? -1, part["leftOut"] as? Double ?? -1)
        #expect(abs((a + b) / 2 - (part["predictedError"] as? Double ?? -2)) < 1e-12 && part["measuredError"] is Double)
      }
    }
  }

  @Test func budgets() throws {
    try Scratch.with { folder in
      let met = try Program.succeed(Self.small + ["--max-bytes", "700", "--json"], in: folder).object()
      let rows = try #require(met["candidates"] as? [[String: Any]])
      for row in rows where row["bytes"] as? Int ?? 0 > 700 { #expect(row["chanceWithinBudget"] as? Double == 0) }
      let missed = try Program.run(Self.small + ["--max-error", "0.001"], in: folder)
      #expect(missed.status == 1 && missed.error.contains("no candidate is expected to be within the budget"))
      #expect(try Program.succeed(Self.small, in: folder).text.hasPrefix("this quote takes"))
    }
  }

  @Test func otherNumbersOfRows() throws {
    try Scratch.with { folder in
      let answer = try Program.succeed(
        [
          "quote", "--limit", "800", "--effort", "pilot", "--fractions", "0.1", "--penalty", "linf", "--formats",
          "sign",
        ]
          + ["--samples", "300,1000", "--json"], in: folder
      ).object()
      let rows = try #require(answer["samples"] as? [[String: Any]])
      #expect(Set(rows.compactMap { $0["samples"] as? Int }) == [300, 1000])
      for row in rows where row["samples"] as? Int == 1000 {
        #expect(
          row["verdict"] as? String != "green" && (row["reasons"] as? [String])?.last?.contains("extrapolated") == true)
      }
    }
  }

  @Test(arguments: [
    (["--effort", "fulll"], "did you mean \"full\"?"), (["--penalty", "elastic-net:0.5"], "no quote for"),
    (["--samples", "100000"], "a quote reaches twice as far"), (["--samples", "3"], "at least 32 training rows"),
    (["--fractions", "2"], "between 0 and 1"), (["--formats", "sgin"], "did you mean \"sign\"?"),
    (["--max-error", "12"], "is a fraction"),
  ])
  func refusals(_ flags: [String], _ sentence: String) throws {
    try Scratch.with { folder in
      let outcome = try Program.run(["quote", "--limit", "200"] + flags, in: folder)
      #expect(outcome.status == 2 && outcome.error.contains(sentence), "\(outcome.error)")
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/signbit-quote"))
    }
  }
}
