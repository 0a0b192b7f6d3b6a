import Foundation
import LinearAlgebra
import PackedInference
import Testing
import Workbench

@Suite struct ReportTests {
  /// Names as an enemy would choose them.
  private static let hostile = "<img src=x onerror='alert(1)'> & \"quoted\" ü 日本.csv"
  private static let classes = ["<script>alert(1)</script>", "a & b", "\"c\" 'd'"]

  private func report(_ folder: String, regression: Bool = false) throws -> Compress.Product {
    var table = regression ? Table.prices(rows: 60) : Table.animals()
    if !regression {
      let animals = ["cat", "dog", "emu"]
      table.targets = table.targets.map { name in
        "\"" + Self.classes[animals.firstIndex(of: name)!].replacingOccurrences(of: "\"", with: "\"\"") + "\""
      }
    }
    return try table.compressed(named: Self.hostile, in: folder)
  }

  @Test(arguments: [false, true])
  func wellFormedAndSafe(_ regression: Bool) throws {
    try withFolder { folder in
      let html = try report(folder, regression: regression).report
      try checkBalance(html)
      #expect(!html.contains("<script") && !html.contains("<img") && !html.contains("onerror='alert(1)'>"))
      #expect(html.contains("&lt;img src=x"))
      #expect(html.contains("<svg") && html.contains("<title>") && html.contains("prefers-color-scheme"))
      #expect(html.contains(regression ? "MSE" : "validation %"))
      #expect(html.contains("Class by class") != regression && html.contains("all classes alike") != regression)
    }
  }

  /// One file, nothing fetched.
  @Test func nothingFromElsewhere() throws {
    try withFolder { folder in
      let html = try report(folder).report.replacing("http://www.w3.org/2000/svg", with: "")
      // The name of the data may say anything; it stands in text only.
      let markup = html.split(separator: "<").compactMap { $0.split(separator: ">").first }.joined(separator: "\n")
      for word in ["http:", "https:", "src=", "href=", "url(", "@import", "//"] { #expect(!markup.contains(word)) }
      let style = html.split(separator: "<style>").dropFirst().compactMap { $0.split(separator: "</style>").first }
      for rules in style { for word in ["url(", "@import", "http"] { #expect(!rules.contains(word)) } }
      for tag in ["<link", "<iframe", "<object", "<embed", "<base", "<form"] { #expect(!html.contains(tag)) }
    }
  }

  private struct Fault: Error, CustomStringConvertible { let description: String }

  /// Every element is closed in order, every & begins an entity, every attribute is quoted.
  private func checkBalance(_ html: String) throws {
    var open: [String] = []
    var rest = Substring(html)
    while let start = rest.firstIndex(of: "<") {
      let text = rest[..<start]
      for part in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
        let name = part.prefix { $0 != ";" }
        guard ["amp", "lt", "gt", "quot", "apos"].contains(String(name)), name.count < part.count else {
          throw Fault(description: "a bare & before \(part.prefix(20))")
        }
      }
      guard let end = rest[start...].firstIndex(of: ">") else { throw Fault(description: "a tag without end") }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.hasPrefix("!") { continue }
      if tag.hasPrefix("/") {
        guard open.popLast() == String(tag.dropFirst()) else { throw Fault(description: "<\(tag)> closes another") }
        continue
      }
      let name = String(tag.prefix { !$0.isWhitespace && $0 != "/" })
      guard tag.filter({ $0 == "\"" }).count.isMultiple(of: 2) else { throw Fault(description: "quotes in <\(tag)>") }
      if !tag.hasSuffix("/"), !["meta", "br", "hr"].contains(name) { open.append(name) }
    }
    guard open.isEmpty else {
      throw Fault(description: "left open \(open)")
    }
  }

  @Test func provenanceFitsWhateverTheName() throws {
    try withFolder { folder in
      for name in [
        "a.csv", String(repeating: "x", count: 240) + ".csv", String(repeating: "日", count: 80) + ".csv",
        "quote\" back\\slash \u{1} tab\t.csv", String(repeating: "👩‍👩‍👧", count: 12) + ".csv",
      ] {
        let product = try Table.animals(rows: 40).compressed(named: name, in: folder) {
          $0.keepToLinear()
          $0.seed = .max
        }
        let text = try ModelFile.decode(product.modelFile!).provenance
        #expect(text.utf8.count <= 200)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["penalty"] as? String == product.answer.chosen?.penalty)
        // Three digits are kept.
        let test = try #require(object["test"] as? Double)
        #expect(abs(test - product.answer.chosen!.testError!) <= 0.005 * test)
      }
    }
  }

  /// Scores, targets and labels that JSON must quote.
  @Test func stringsInJSONLines() throws {
    try withFolder { folder in
      let names = ["quote \" and \\", "line\nbreak\r\t", "\u{0}\u{1}\u{1F}", "ünïcødé 日本 👩‍👩‍👧 \u{2028}", "/slash/"]
      var identity = Matrix(rows: 5, columns: 5)
      for i in 0..<5 { identity[i, i] = 1 }
      let model = try Model(
        layer: DenseLayer(identity), intercept: [0, 0, 0, 0, 0], answer: .classes(names), provenance: "")
      let path = folder + "/model.signbit"
      try Data(ModelFile.encode(model)).write(to: URL(fileURLWithPath: path))
      let rows = (0..<5).map { i in (0..<5).map { $0 == i ? "1" : "0" }.joined(separator: ",") }
      try Data(rows.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: folder + "/x.csv"))
      var data = DataRequest()
      data.source = folder + "/x.csv"
      let lines = try Predict(model: path, data: data, format: .jsonl, scores: false)()
      let labels = try lines.split(separator: UInt8(ascii: "\n")).map { line in
        try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: String])["label"]
      }
      #expect(labels == names)
      // In CSV, quotes are doubled and line breaks stay inside of them.
      let csv = String(decoding: try Predict(model: path, data: data, format: .csv, scores: false)(), as: UTF8.self)
      #expect(csv.hasPrefix("label\n\"quote \"\" and \\\"\n\"line\nbreak\r\t\"\n"))
    }
  }

  /// - Source: R. G. Newcombe, *Statistics in Medicine* 17 (1998), 857–872, table I, method 3.
  @Test(arguments: [
    (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718),
  ])
  func intervalsOfRates(_ wrong: Int, _ count: Int, _ low: Double, _ high: Double) throws {
    try withFolder { folder in
      // Scores ±x: negative x is class "a".
      let model = try Model(
        layer: DenseLayer(Matrix(rows: 2, columns: 1, elements: [-1, 1])), intercept: [0, 0],
        answer: .classes(["a", "b"]))
      let path = folder + "/model.signbit"
      try Data(ModelFile.encode(model)).write(to: URL(fileURLWithPath: path))
      let lines = (0..<count).map { i in "\(i % 2 == 0 ? 1 : -1),\((i % 2 == 0) == (i >= wrong) ? "b" : "a")" }
      try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: folder + "/x.csv"))
      var data = DataRequest()
      data.source = folder + "/x.csv"
      let answer = try Evaluate(model: path, data: data, seed: 1)()
      #expect(answer.error == Double(wrong) / Double(count))
      // The table has four decimals.
      #expect(abs(answer.interval[0] - low) <= 0.5e-4 + 1e-12 && abs(answer.interval[1] - high) <= 0.5e-4 + 1e-12)
    }
  }
}
