import DataModels
import Foundation
import Messages
import PackedInference
import Testing
import Workbench

/// Every flag against the same thing done by hand to the table.
@Suite struct DataFlagTests {
  private func same(_ a: Compress.Product, _ b: Compress.Product) -> Bool {
    a.answer.path == b.answer.path
      && a.answer.candidates.map(\.choiceText) == b.answer.candidates.map(\.choiceText)
  }

  @Test func missingValuesTakeTheMeansOfTheTrainingRows() throws {
    try withFolder { folder in
      var gaps = Table.animals()
      for i in stride(from: 1, to: 80, by: 4) { gaps.features[i][i % 5] = .nan }
      var filled = gaps
      for j in 0..<5 {
        let known = gaps.features[..<60].map { $0[j] }.filter { !$0.isNaN }
        let mean = known.reduce(0, +) / Double(known.count)
        for i in 0..<80 where gaps.features[i][j].isNaN { filled.features[i][j] = mean }
      }
      let product = try gaps.compressedBriefly(in: folder) { ($0.data.missing, $0.data.test) = ("mean", "20") }
      #expect(same(product, try filled.compressedBriefly(in: folder) { $0.data.test = "20" }))
      // A feature that no training row has cannot be filled.
      for i in 0..<60 { gaps.features[i][2] = .nan }
      let refused = refusal {
        try gaps.compressedBriefly(in: folder) { ($0.data.missing, $0.data.test) = ("mean", "20") }
      }
      #expect(refused?.kind == .input && refused?.message.contains("feature 3") == true)
      // Rows with a gap may be left out instead.
      var some = Table.animals()
      for i in stride(from: 1, to: 60, by: 4) { some.features[i][i % 5] = .nan }
      let kept = some.rows((0..<80).filter { i in !some.features[i].contains(where: \.isNaN) })
      let dropped = try some.compressedBriefly(in: folder) { ($0.data.missing, $0.data.test) = ("drop", "20") }
      #expect(same(dropped, try kept.compressedBriefly(in: folder) { $0.data.test = "20" }))
    }
  }

  @Test func standardizedAsByHand() throws {
    try withFolder { folder in
      var table = Table.prices(rows: 60)
      // Scales that differ, and a feature that does not vary while training.
      for i in 0..<60 { table.features[i][1] = 50 * table.features[i][1] + 7 }
      for i in 0..<40 { table.features[i][2] = 3 }
      var scaled = table
      for j in 0..<5 {
        let column = table.features[..<40].map { $0[j] }
        let mean = column.reduce(0, +) / 40
        let deviation = (column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 40).squareRoot()
        for i in 0..<60 { scaled.features[i][j] = (table.features[i][j] - mean) / (j == 2 ? 1 : deviation) }
      }
      let flag = try table.compressedBriefly(in: folder) { ($0.data.standardize, $0.data.test) = (true, "20") }
      let hand = try scaled.compressedBriefly(in: folder) { $0.data.test = "20" }
      let (a, b) = (flag.answer.path, hand.answer.path)
      #expect(a.map(\.choiceText) == b.map(\.choiceText))
      // The flag's model standardizes in Float32.
      for (x, y) in zip(a, b) { #expect(abs(x.testError! / y.testError! - 1) < 1e-4) }
      // Those of the weights are equal bit for bit.
      func weights(_ product: Compress.Product) throws -> [UInt32] {
        try product.sections().filter { $0.name == "weights" || $0.name == "intercept" }.map(\.checksum)
      }
      #expect(try weights(flag) == weights(hand))
      #expect(try flag.sections().contains { $0.name == "standardization" && $0.byteCount == 2 * 5 * 4 })
    }
  }

  @Test(arguments: [[10], [14, 8, 11]])
  func rowsPerClass(_ counts: [Int]) throws {
    try withFolder { folder in
      let table = Table.animals(rows: 90)
      let names = ["cat", "dog", "emu"]
      var taken = [0, 0, 0]
      var (training, test) = ([Int](), [Int]())
      for i in 0..<90 {
        let k = names.firstIndex(of: table.targets[i])!
        if taken[k] < (counts.count == 1 ? counts[0] : counts[k]) {
          taken[k] += 1
          training.append(i)
        } else {
          test.append(i)
        }
      }
      let flag = try table.compressedBriefly(in: folder) { $0.data.perClass = counts }
      let hand = try table.rows(training + test).compressedBriefly(in: folder) { $0.data.test = "\(test.count)" }
      #expect(same(flag, hand))
      #expect(flag.answer.data.trainingSamples == training.count && flag.answer.data.testSamples == test.count)
    }
  }

  @Test func classesAndLimit() throws {
    try withFolder { folder in
      let table = Table.animals(rows: 90)
      let two = table.rows((0..<90).filter { table.targets[$0] != "emu" })
      #expect(
        same(
          try table.compressedBriefly(in: folder) { $0.data.classes = ["cat", "dog"] },
          try two.compressedBriefly(in: folder)))
      let reversed = try table.compressedBriefly(in: folder) { $0.data.classes = ["dog", "cat"] }
      #expect(reversed.answer.data.classes == ["dog", "cat"])
      #expect(
        same(
          try table.compressedBriefly(in: folder) { $0.data.limit = 50 },
          try table.rows(0..<50).compressedBriefly(in: folder)))
      // First the classes, then the rows: as many as were asked for.
      let both = try table.compressedBriefly(in: folder) { ($0.data.classes, $0.data.limit) = (["cat", "dog"], 30) }
      #expect(same(both, try two.rows(0..<30).compressedBriefly(in: folder)))
    }
  }

  @Test func corruptionLeavesTheTestLabelsTrue() throws {
    try withFolder { folder in
      // Without noise, rows near a border left out: a linear model can be right on all of them.
      let all = Table.animals(rows: 1200, noise: 0)
      let wide = all.rows(
        all.features.indices.filter { i in
          let score = all.features[i][0] + all.features[i][1] - 0.5 * all.features[i][2]
          return abs(score.magnitude - 0.4) > 0.3 && all.targets[i] != "emu"
        })
      let half = wide.features.count / 2
      let product = try wide.compressedBriefly(in: folder) { request in
        request.data.corrupt = 0.3
        request.data.test = "\(half)"
      }
      let chosen = try #require(product.row("l2", "f32"))
      // Held-out training rows have 30 % wrong labels, the test rows none.
      #expect(abs(chosen.validationError! - 0.3) < 0.06)
      #expect(chosen.testError! < 0.05)
      #expect(product.answer.data.corruption == 0.3)
      let path = folder + "/model.signbit"
      try Data(product.modelFile!).write(to: URL(fileURLWithPath: path))
      var data = DataRequest()
      (data.source, data.test, data.split) = (folder + "/table.csv", "\(half)", .ordered)
      let evaluated = try Evaluate(model: path, data: data, seed: 1)()
      #expect(evaluated.error == product.answer.chosen?.testError)
    }
  }

  @Test func testRowsFromAnotherFile() throws {
    try withFolder { folder in
      let table = Table.animals(rows: 80)
      let path = folder + "/test.csv"
      // Only two of the classes, in another order of appearance.
      let places: [Int] = Array(60..<80).filter { table.targets[$0] != "cat" }
      let last = table.rows(Array(places.reversed()))
      try Data(last.text.utf8).write(to: URL(fileURLWithPath: path))
      let files = try table.rows(0..<60).compressedBriefly(in: folder) { $0.data.test = path }
      let count = "\(places.count)"
      let together = try table.rows(Array(0..<60) + places.reversed()).compressedBriefly(in: folder) {
        $0.data.test = count
      }
      #expect(same(files, together))
    }
  }
}

/// The refusal that the work ends in; nil when it succeeds.
func refusal<Result>(_ work: () throws -> Result) -> Refusal? {
  do {
    _ = try work()
    return nil
  } catch {
    return error as? Refusal
  }
}
