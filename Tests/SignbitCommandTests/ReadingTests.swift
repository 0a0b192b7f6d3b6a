import Foundation
import Testing

/// Every way of writing one table down, from the file to the predictions.
@Suite struct ReadingTests {
  private func data(_ arguments: [String], in folder: Scratch) throws -> [String: Any] {
    let answer = try Program.succeed(["compress", "--json"] + arguments + Samples.quick, in: folder).object()
    return try #require(answer["data"] as? [String: Any])
  }

  private func rows(_ data: [String: Any]) throws -> Int {
    try #require(data["trainingSamples"] as? Int) + #require(data["testSamples"] as? Int)
  }

  @Test func labelsOfAnyText() throws {
    try Scratch.with { folder in
      let plain = Samples.animals()
      // The same order of names, so that the same rows are in every fold.
      let names = ["cat": "a \"b\", c", "dog": "größe 数", "emu": "say it"]
      for (file, delimiter) in [("t.csv", ","), ("t.tsv", "\t"), ("semicolons.txt", ";")] {
        let lines = plain.split(separator: "\n").enumerated().map { number, line -> String in
          var cells = line.split(separator: ",").map(String.init)
          if number > 0 { cells[6] = "\"" + names[cells[6]]!.replacingOccurrences(of: "\"", with: "\"\"") + "\"" }
          return cells.joined(separator: delimiter)
        }
        try folder.write(lines.joined(separator: "\r\n"), to: file)
        let found = try data([file, "--target", "kind"], in: folder)
        #expect(found["classes"] as? [String] == ["a \"b\", c", "größe 数", "say it"])
        let predicted = try Program.succeed(
          ["predict", "signbit-out/model.signbit", file, "--target", "kind"], in: folder)
        #expect(predicted.lines.count == 91)
        #expect(Set(predicted.lines.dropFirst()).isSubset(of: ["\"a \"\"b\"\", c\"", "größe 数", "say it"]))
      }
    }
  }

  @Test func numbersAsLabels() throws {
    try Scratch.with { folder in
      let numbers = ["cat": "10", "dog": "9", "emu": "-1.0"]
      let text = numbers.reduce(Samples.animals()) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
      try folder.write(text, to: "t.csv")
      #expect(try data(["t.csv"], in: folder)["classes"] as? [String] == ["-1", "9", "10"])
      #expect(try data(["t.csv", "--task", "regress"], in: folder)["task"] as? String == "regress")
    }
  }

  @Test func headersFoundOrObeyed() throws {
    try Scratch.with { folder in
      let body = Samples.animals(header: false).replacingOccurrences(of: "emu", with: "dog")
      try folder.write("0,1,2,3,4,5,cat\n" + body, to: "numbers.csv")
      #expect(try rows(data(["numbers.csv"], in: folder)) == 91)
      #expect(try rows(data(["numbers.csv", "--header", "no"], in: folder)) == 91)
      #expect(try rows(data(["numbers.csv", "--header", "yes"], in: folder)) == 90)
      try folder.write("a,b,c,d,e,f,kind\n" + body, to: "names.csv")
      #expect(try rows(data(["names.csv"], in: folder)) == 90)
      let refused = try Program.run(["compress", "names.csv", "--header", "no"], in: folder)
      #expect(refused.status == 3 && refused.error.contains("names.csv, line 1, column 1"))
    }
  }

  @Test func gapsRefusedDroppedOrFilled() throws {
    try Scratch.with { folder in
      var lines = Samples.animals().split(separator: "\n").map(String.init)
      for (line, gap) in [(3, ""), (7, "NA"), (20, "NaN")] {
        lines[line] = gap + lines[line].drop { $0 != "," }
      }
      try folder.write(lines.joined(separator: "\n"), to: "gaps.csv")
      let refused = try Program.run(["compress", "gaps.csv"], in: folder)
      #expect(refused.status == 3 && refused.error.contains("gaps.csv, line 4, column 1 (a): found an empty cell"))
      #expect(try rows(data(["gaps.csv", "--missing", "drop"], in: folder)) == 87)
      #expect(try rows(data(["gaps.csv", "--missing", "mean"], in: folder)) == 90)
    }
  }

  /// Rows as svmlight has them, without zeros.
  private func sparse(_ rows: [[Double]], _ labels: [Int], from first: Int) -> String {
    zip(rows, labels).map { row, label in
      "\(label)" + row.indices.filter { row[$0] != 0 }.map { " \($0 + first):\(row[$0])" }.joined() + "\n"
    }.joined()
  }

  @Test func sparseRowsThatLackTheirEnds() throws {
    try Scratch.with { folder in
      var numbers = Samples.Numbers(state: 12)
      let training = (0..<60).map { _ in (0..<5).map { _ in numbers.next() } }
      // Neither the first nor the last feature occurs among the test rows.
      let test = (0..<20).map { _ in [0] + (0..<3).map { _ in numbers.next() } + [0] }
      let label = { (row: [Double]) in row[1] - row[2] > 0 ? 1 : -1 }
      var answers: [Data] = []
      for first in [1, 0] {
        try folder.write(sparse(training, training.map(label), from: first), to: "train.svm")
        try folder.write(sparse(test, test.map(label), from: first), to: "test.svm")
        let flags = ["train.svm", "--test", "test.svm", "--families", "linear", "--penalty", "l2", "--formats", "f32"]
        let answer = try Program.succeed(["compress"] + flags + ["--json"], in: folder).object()
        let evaluated = try Program.succeed(
          ["evaluate", "signbit-out/model.signbit", "test.svm:\(first)", "--json"], in: folder
        ).object()
        let chosen = try Candidate.chosen(answer)
        #expect(evaluated["error"] as? Double == chosen["testError"] as? Double)
        let predicted = try Program.succeed(
          ["predict", "signbit-out/model.signbit", "test.svm:\(first)", "--scores"], in: folder)
        #expect(predicted.lines.count == 21)
        answers.append(predicted.output)
      }
      // Where features begin to be counted changes nothing.
      #expect(answers[0] == answers[1])
      try folder.write("1 9:1\n", to: "wide.svm")
      for command in [["predict"], ["evaluate"]] {
        let refused = try Program.run(command + ["signbit-out/model.signbit", "wide.svm"], in: folder)
        #expect(refused.status == 3 && refused.error.contains("wide.svm, line 1: found the index 9"))
      }
    }
  }
}
