import Foundation
import Testing

/// `signbit format`: data sheets of number formats, what they do to values, and their picture.
@Suite struct FormatCommandTests {
  @Test func listHasEveryName() throws {
    try Scratch.with { folder in
      let answer = try Program.succeed(["format", "list", "--json"], in: folder).object()
      let rows = try #require(answer["formats"] as? [[String: Any]])
      let names = rows.compactMap { $0["name"] as? String }
      #expect(
        Set(names).isSuperset(of: [
          "sign", "ternary", "int4", "fixed8", "e4m3", "e2m1", "bf16", "f16", "mxfp4", "mxfp8",
        ]))
      let e4m3 = try #require(rows.first { $0["name"] as? String == "e4m3" })
      #expect(e4m3["largest"] as? Double == 448 && e4m3["bits"] as? Double == 8 && e4m3["specials"] as? String == "NaN")
      #expect(e4m3["smallestNormal"] as? Double == 0x1p-6 && e4m3["smallestSubnormal"] as? Double == 0x1p-9)
      #expect(e4m3["codes"] as? Int == 254 && e4m3["levels"] as? Int == 253)
      let sign = try #require(rows.first { $0["name"] as? String == "sign" })
      #expect(sign["smallestNormal"] is NSNull && sign["hasZero"] as? Bool == false)
      let mx = try #require(rows.first { $0["name"] as? String == "mxfp4" })
      #expect(mx["bits"] as? Double == 4.25 && mx["blockSize"] as? Int == 32 && mx["largest"] as? Double == 6 * 0x1p127)
      let text = try Program.succeed(["format", "list"], in: folder).text
      #expect(names.allSatisfy { text.contains($0) } && text.contains("odd integers without a scale"))
    }
  }

  @Test func showPrintsTheNumbers() throws {
    try Scratch.with { folder in
      let e2m1 = try Program.succeed(["format", "show", "e2m1", "--json"], in: folder).object()
      let numbers = [-6, -4, -3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4, 6]
      #expect(e2m1["numbers"] as? [Double] == numbers)
      #expect((e2m1["rows"] as? [[String: Any]])?.compactMap { $0["rounding"] as? String } == ["sr", "rne"])
      try folder.write("-1\n0.5\n0\n2\n", to: "levels.csv")
      let grid = try Program.succeed(["format", "show", "grid:levels.csv:rne", "--json", "--out", "f"], in: folder)
        .object()
      #expect(grid["numbers"] as? [Double] == [-1, 0, 0.5, 2])
      #expect((grid["rows"] as? [[String: Any]])?.compactMap { $0["rounding"] as? String } == ["rne"])
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/f").sorted()
      #expect(files == ["format-show.json", "format-show.svg"])
      #expect(try Program.succeed(["format", "show", "bf16"], in: folder).text.contains("too many to print"))
      #expect(try Program.succeed(["format", "show", "mxfp4"], in: folder).text.contains("share a power of two"))
    }
  }

  /// The effects are those of the library; a deviation and a range that grow together change none of them.
  @Test func compareAnswers() throws {
    try Scratch.with { folder in
      func rows(_ arguments: [String]) throws -> [[String: Any]] {
        let answer = try Program.succeed(["format", "compare", "--json"] + arguments, in: folder).object()
        return try #require(answer["rows"] as? [[String: Any]])
      }
      let one = try rows(["sign:range=6:sr", "mxfp8:round-up", "fixed4:range=8:rne"])
      #expect(
        one.compactMap { $0["name"] as? String } == [
          "sign:range=6", "mxfp8:round-up", "mxfp8:round-up", "fixed4:range=8",
        ])
      #expect(abs(try #require(one[0]["additive"] as? Double) - 36) < 1e-6)
      #expect(abs(try #require(one[0]["multiplicative"] as? Double) + 1) < 1e-6)
      #expect(one[1]["saturated"] as? Double == 0 && one[1]["bits"] as? Double == 8.25)
      let wide = try rows(["fixed4:range=32:rne", "--distribution", "gaussian:4"])
      for key in ["gain", "relativeError", "saturated", "multiplicative"] {
        let (a, b) = (try #require(one[3][key] as? Double), try #require(wide[0][key] as? Double))
        #expect(abs(a - b) < 1e-12, "\(key)")
      }
      let text = try Program.succeed(["format", "compare", "e4m3", "fixed8", "--out", "g"], in: folder).text
      #expect(text.contains("N(0, 1²)") && text.contains("fixed8"))
      let svg = try String(contentsOfFile: folder.path + "/g/format-compare.svg", encoding: .utf8)
      #expect(svg.hasPrefix("<svg") && svg.contains("e4m3") && svg.contains("Root mean square error"))
    }
  }

  /// Numbers at the ends of what is allowed, and values far from all of them, give finite answers.
  @Test(arguments: [
    ("float:e8m7,bias=-128", "1e-30"), ("float:e8m7,bias=512:range=1e-100", "1"), ("sign:range=1e100", "1e-30"),
    ("mxfp8", "1e30"), ("grid:wide.csv", "1e-30"), ("float:e1m14", "1e30"), ("float:e1m0", "1"),
  ]) func extremes(name: String, sd: String) throws {
    try Scratch.with { folder in
      try folder.write("1e100\n-1e100\n1e-300\n", to: "wide.csv")
      let arguments = ["format", "show", name, "--distribution", "gaussian:\(sd)", "--json", "--out", "f"]
      let rows = try #require(try Program.succeed(arguments, in: folder).object()["rows"] as? [[String: Any]])
      #expect(rows.count == 2 && rows.allSatisfy { $0["relativeError"] is Double })
    }
  }

  @Test(arguments: [
    (["show", "e4m4"], 2, "did you mean \"e4m3\"?"), (["compare", "mxfp5"], 2, "did you mean \"mxfp"),
    (["show", "e4m3:up"], 2, "\"e4m3:up\": choose among sr, rne"), (["show", "fixed4:range=-1"], 2, "positive"),
    (["show", "grid:none.csv"], 3, "none.csv"),
    (["show", "e4m3", "--distribution", "gausian:1"], 2, "did you mean \"gaussian\"?"),
    (["show", "e4m3", "--distribution", "gaussian:0"], 2, "standard deviation"), (["shw"], 2, "did you mean \"show\"?"),
    (["compare"], 2, "name"),
  ]) func refusals(arguments: [String], status: Int32, word: String) throws {
    try Scratch.with { folder in
      let outcome = try Program.run(["format"] + arguments, in: folder)
      #expect(outcome.status == status && outcome.error.contains(word), "\(outcome.error)")
    }
  }
}
