import Foundation
import Testing

@Suite struct ModelCommandTests {
  /// A folder with animals and a model of them.
  private func withModel(_ flags: [String] = [], _ work: (Scratch) throws -> Void) throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      _ = try Program.succeed(["compress", "animals.csv"] + flags, in: folder)
      try work(folder)
    }
  }

  @Test func labelsAreThoseOfTheScores() throws {
    try withModel { folder in
      try folder.write(Samples.animals(rows: 40, seed: 11, target: false), to: "new.csv")
      let csv = try Program.succeed(["predict", "signbit-out/model.signbit", "new.csv", "--scores"], in: folder)
      let names = ["cat", "dog", "emu"]
      #expect(csv.lines.first == "label,cat,dog,emu")
      #expect(csv.lines.count == 41)
      var labels: [String] = []
      var scores: [[Float]] = []
      for line in csv.lines.dropFirst() {
        let cells = line.split(separator: ",").map(String.init)
        scores.append(try cells.dropFirst().map { try #require(Float($0)) })
        labels.append(cells[0])
        #expect(cells[0] == names[scores.last!.indices.max { scores.last![$0] < scores.last![$1] }!])
      }
      let bare = try Program.succeed(["predict", "signbit-out/model.signbit", "new.csv"], in: folder)
      #expect(bare.lines.map(String.init) == ["label"] + labels)

      let lines = try Program.succeed(
        ["predict", "signbit-out/model.signbit", "new.csv", "--scores", "--as", "jsonl"], in: folder)
      #expect(lines.lines.count == 40)
      for (i, line) in lines.lines.enumerated() {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["label"] as? String == labels[i])
        #expect((object["scores"] as? [Double])?.map { Float($0) } == scores[i])
      }
      let same = try Program.succeed(["predict", "signbit-out/model.signbit", "new.csv", "--json"], in: folder)
      let all = try #require(try same.object()["predictions"] as? [[String: Any]])
      #expect(all.map { $0["label"] as? String } == labels)

      _ = try Program.succeed(
        ["predict", "signbit-out/model.signbit", "new.csv", "--as", "npy", "--out", "labels.npy"], in: folder)
      let indices = try numbers(try folder.read("labels.npy"), Int64.self)
      #expect(indices.map { names[Int($0)] } == labels)
      _ = try Program.succeed(
        ["predict", "signbit-out/model.signbit", "new.csv", "--as", "npy", "--scores", "--out", "scores.npy"],
        in: folder)
      #expect(try numbers(try folder.read("scores.npy"), Double.self).map { Float($0) } == scores.joined().map { $0 })
      #expect(
        folder.names() == ["animals.csv", "labels.npy", "new.csv", "scores.npy", "signbit-out"])
    }
  }

  /// The numbers after the header of an npy file.
  private func numbers<Number>(_ file: Data, _: Number.Type) throws -> [Number] {
    #expect(file.starts(with: [0x93] + Array("NUMPY".utf8)))
    let start = 10 + Int(file[8]) + 256 * Int(file[9])
    return file[start...].withUnsafeBytes { raw in
      (0..<raw.count / MemoryLayout<Number>.size).map {
        raw.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Number>.size, as: Number.self)
      }
    }
  }

  @Test func samplesMayCarryATargetAndComeFromStandardInput() throws {
    try withModel(Samples.quick) { folder in
      let model = "signbit-out/model.signbit"
      let named = try Program.succeed(["predict", model, "animals.csv", "--target", "kind"], in: folder)
      let last = try Program.succeed(["predict", model, "animals.csv", "--target", "-1"], in: folder)
      let piped = try Program.succeed(
        ["predict", model, "-", "--target", "kind", "--out", "-"], in: folder, input: folder.full("animals.csv"))
      #expect(named.lines.count == 91 && named.output == last.output && named.output == piped.output)
      // A column of numbers too many may be the target, but which it is must be said.
      let numeric = Samples.animals(header: false).replacing("cat", with: "0").replacing("dog", with: "1")
        .replacing("emu", with: "2")
      try folder.write(numeric, to: "numeric.csv")
      let extra = try Program.succeed(
        ["predict", model, "-", "--target", "-1"], in: folder, input: folder.full("numeric.csv"))
      #expect(extra.output == named.output)
      let silent = try Program.run(["predict", model, "numeric.csv"], in: folder)
      #expect(silent.status == 3 && silent.error.contains("--target -1"))
      let first = try Program.succeed(
        ["predict", model, "numeric.csv", "--target", "-1", "--limit", "7"], in: folder)
      #expect(first.lines == Array(named.lines.prefix(8)))
    }
  }

  @Test func gapsTakeTheMeansOfTheTrainingRowsOrAreRefused() throws {
    try withModel(Samples.quick) { folder in
      try folder.write(",0,0,0,0,0\n1,0,0,0,0,0\n", to: "gap.csv")
      try folder.write(",0,0,0,0,0\n-50,3,0,0,0,0\n", to: "other.csv")
      // Without --standardize the model knows no means, and those of new samples would tie them to each other.
      let model = "signbit-out/model.signbit"
      let refused = try Program.run(["predict", model, "gap.csv", "--missing", "mean"], in: folder)
      #expect(refused.status == 3 && isOneLine(refused.error))
      #expect(refused.error.contains("gap.csv, row 1, feature 1") && refused.error.contains("--standardize"))
      let flags = ["--header", "no", "--missing", "mean"]
      _ = try Program.succeed(
        ["compress", "animals.csv", "--standardize", "--out", "means", "--quiet"] + Samples.quick, in: folder)
      let first = ["gap.csv", "other.csv"].map { name in
        try? Program.succeed(["predict", "means/model.signbit", name, "--scores"] + flags, in: folder).lines[1]
      }
      #expect(first[0] != nil && first[0] == first[1])
      let dropped = try Program.run(["predict", model, "gap.csv", "--missing", "drop"], in: folder)
      #expect(dropped.status == 2 && isOneLine(dropped.error))
    }
  }

  @Test(arguments: [[String](), ["--standardize"], ["--formats", "f32"], ["--penalty", "l1"]])
  func sectionsAddUpToTheFile(_ flags: [String]) throws {
    try withModel(flags) { folder in
      let answer = try Program.succeed(["inspect", "signbit-out/model.signbit", "--json"], in: folder).object()
      let size = try folder.read("signbit-out/model.signbit").count
      let sections = try #require(answer["sections"] as? [[String: Any]])
      let sum = sections.compactMap { $0["bytes"] as? Int }.reduce(0, +)
      #expect(answer["bytes"] as? Int == size)
      #expect(sum + (answer["overheadBytes"] as? Int ?? 0) == size)
      #expect(answer["classes"] as? [String] == ["cat", "dog", "emu"])
      let text = try Program.succeed(["inspect", "signbit-out/model.signbit"], in: folder).text
      for section in sections { #expect(text.contains(section["name"] as? String ?? "?")) }
      // How it was made is JSON itself.
      let provenance = try #require(answer["provenance"] as? String)
      let made = try #require(try JSONSerialization.jsonObject(with: Data(provenance.utf8)) as? [String: Any])
      #expect(made["data"] as? String == "animals.csv" && made["seed"] as? Int == 1)
    }
  }

  @Test func realTargets() throws {
    try Scratch.with { folder in
      try folder.write(Samples.prices(), to: "prices.csv")
      let answer = try Program.succeed(["compress", "prices.csv", "--json"], in: folder).object()
      #expect((answer["data"] as? [String: Any])?["task"] as? String == "regress")
      let chosen = try Candidate.chosen(answer)
      let evaluated = try Program.succeed(
        ["evaluate", "signbit-out/model.signbit", "prices.csv", "--test", "0.25", "--json"], in: folder
      ).object()
      #expect(evaluated["error"] as? Double == chosen["testError"] as? Double)
      #expect(evaluated["confusion"] is NSNull)
      #expect(try #require(evaluated["rSquared"] as? Double) > 0.6)
      // All slopes are ±1 or ±2: signs explain most of it, and 32 bits nearly all.
      let rows = try Candidate.all(answer).filter { $0["oracle"] as? Bool == false }
      let sign = rows.filter { $0["format"] as? String == "sign" }.compactMap { $0["testError"] as? Double }
      let exact = rows.filter { $0["format"] as? String == "f32" }.compactMap { $0["testError"] as? Double }
      // Ridge twice, plain and data-aware, and on random features.
      #expect(sign.count == 5)
      #expect(try #require(sign.min()) < 1.5)
      #expect(try #require(exact.min()) < 0.1)
      let csv = try Program.succeed(
        ["predict", "signbit-out/model.signbit", "prices.csv", "--target", "price"], in: folder)
      #expect(csv.lines.count == 81 && csv.lines[0] == "prediction")
      let text = try Program.succeed(
        ["evaluate", "signbit-out/model.signbit", "prices.csv", "--target", "price"], in: folder
      ).text
      #expect(text.contains("MSE") && text.contains("R²"))
    }
  }
}
