import Testing
import Workbench

/// Errors class by class add up to the errors of the table.
@Suite struct PerClassTests {
  @Test func classesAddUp() throws {
    try withFolder { folder in
      let answer = try Table.animals(rows: 160).compressed(in: folder) { $0.formats = ["f32", "sign"] }.answer
      let perClass = try #require(answer.perClass)
      #expect(perClass.classes.map(\.name).sorted() == ["cat", "dog", "emu"])
      #expect(perClass.classes.map(\.trainingSamples).reduce(0, +) == answer.data.trainingSamples)
      #expect(abs(perClass.classes.map(\.trainingShare).reduce(0, +) - 1) <= 1e-15)
      func name(_ penalty: String, _ format: String, _ rounding: String) -> String {
        "\(penalty) \(format) \(rounding)"
      }
      let names = perClass.models.map { name($0.penalty, $0.format, $0.rounding) }
      #expect(names.prefix(4) == ["l2 f32 plain", "linf f32 plain", "linf sign plain", "l2 sign data-aware"])
      // The model that a user gets is always among them.
      let chosen = try #require(answer.chosen)
      #expect(names.count <= 5 && names.contains(name(chosen.penalty, chosen.format, chosen.rounding)))
      for model in perClass.models {
        let row = try #require(
          answer.candidates.first {
            $0.penalty == model.penalty && $0.format == model.format && $0.rounding == model.rounding && !$0.oracle
          })
        let rates = try model.testErrors.map { try #require($0) }
        let wrong = zip(rates, perClass.classes).reduce(0) { $0 + $1.0 * Double($1.1.testSamples) }
        #expect(abs(wrong / Double(answer.data.testSamples) - (row.testError ?? -1)) <= 1e-12)
        #expect(abs(model.balancedError - rates.reduce(0, +) / 3) <= 1e-12)
        let variance = zip(rates, perClass.classes).reduce(0) { $0 + $1.0 * (1 - $1.0) / Double($1.1.testSamples) }
        #expect(abs(model.balancedErrorStandardError - variance.squareRoot() / 3) <= 1e-12)
      }
    }
  }

  @Test func aClassWithoutTestRowsIsLeftOut() throws {
    try withFolder { folder in
      var table = Table.animals(rows: 80)
      // The last quarter tests.
      for i in 60..<80 where table.targets[i] == "emu" { table.targets[i] = "cat" }
      let perClass = try #require(try table.compressedBriefly(in: folder) { $0.penalties = ["l2"] }.answer.perClass)
      let place = try #require(perClass.classes.firstIndex { $0.name == "emu" })
      let model = try #require(perClass.models.first)
      #expect(perClass.classes[place].testSamples == 0 && model.testErrors[place] == nil)
      let rates = model.testErrors.compactMap(\.self)
      #expect(rates.count == 2 && abs(model.balancedError - (rates[0] + rates[1]) / 2) <= 1e-12)
    }
  }

  @Test func realTargetsHaveNone() throws {
    try withFolder { folder in
      let answer = try Table.prices(rows: 60).compressedBriefly(in: folder).answer
      #expect(answer.perClass == nil)
    }
  }
}
