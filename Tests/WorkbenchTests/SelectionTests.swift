import Foundation
import Messages
import PackedInference
import Testing
import Workbench

@Suite struct SelectionTests {
  struct Setting: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var change: @Sendable (inout CompressRequest) -> Void
  }

  static let settings: [Setting] = [
    Setting(testDescription: "plain") { _ in },
    Setting(testDescription: "standardized") { $0.data.standardize = true },
    Setting(testDescription: "a quarter to choose by") { $0.data.validation = "0.25" },
    Setting(testDescription: "means for gaps") { $0.data.missing = "mean" },
    Setting(testDescription: "corrupted") { $0.data.corrupt = 0.2 },
    Setting(testDescription: "a budget of bytes") { $0.maxBytes = 290 },
    Setting(testDescription: "a limit to the error") { $0.maxError = 0.6 },
    Setting(testDescription: "rows per class") {
      $0.data.test = nil
      $0.data.perClass = [12]
    },
  ]

  /// Whatever is written into the test rows, the same model comes out and for the same reasons.
  @Test(arguments: settings)
  func testRowsAreNeverSeen(_ setting: Setting) throws {
    try withFolder { folder in
      var table = Table.animals()
      // Those that come first are the training rows, by every setting.
      let first = 50
      if setting.testDescription.contains("gaps") {
        for i in stride(from: 0, to: 80, by: 7) { table.features[i][i % 5] = .nan }
      }
      var numbers = Table.Numbers(state: 77)
      var relabeled = table
      for i in first..<80 { relabeled.targets[i] = ["cat", "dog", "emu"][(i * 7) % 3] }
      var moved = table
      for i in first..<80 { moved.features[i] = (0..<5).map { _ in 100 * numbers.next() } }
      var answered = table
      for i in first..<80 { answered.features[i] = answered.features[i].map { $0.isNaN ? 40 : $0 } }
      // Test rows that every model gets right, or wrong: errors of other lengths in the provenance.
      var constant = table
      for i in first..<80 { (constant.features[i], constant.targets[i]) = ([9, 9, -9, 0, 0], "dog") }
      var wrong = constant
      for i in first..<80 { wrong.targets[i] = "cat" }
      let products = try [table, relabeled, moved, answered, constant, wrong].map { table in
        try table.compressed(in: folder) { request in
          request.data.test = "30"
          request.keepFewFormsInDebug()
          setting.change(&request)
        }
      }
      let original = products[0]
      #expect(original.modelFile != nil)
      for (i, product) in products.enumerated().dropFirst() {
        #expect(
          product.answer.candidates.filter { !$0.oracle }.map(\.choiceText)
            == original.answer.candidates.filter { !$0.oracle }.map(\.choiceText), "table \(i)")
        #expect(product.answer.path.map(\.choiceText) == original.answer.path.map(\.choiceText))
        #expect(try product.sections() == original.sections())
        #expect(product.modelFile?.count == original.modelFile?.count)
      }
      // The test did change.
      #expect(original.answer.path.map(\.testError) != products[1].answer.path.map(\.testError))
      #expect(products[4].answer.path.map(\.testError) != products[5].answer.path.map(\.testError))
    }
  }

  @Test(arguments: 1...6)
  func oraclesAreShownAndNeverChosen(_ seed: Int) throws {
    try withFolder { folder in
      for change: (inout CompressRequest) -> Void in [
        { _ in }, { $0.maxError = 0.9 }, { $0.maxBytes = 2000 }, { $0.maxLatency = 1e6 },
      ] {
        let product = try Table.animals(seed: UInt64(seed), noise: 1).compressed(in: folder) { request in
          request.seed = UInt64(seed)
          request.keepFewFormsInDebug()
          change(&request)
        }
        let rows = product.answer.candidates
        #expect(rows.count { $0.chosen } == 1)
        #expect(!rows.contains { $0.oracle && $0.chosen })
        for row in rows where row.remark.isEmpty && row.isLinear {
          let path = product.answer.path.filter { $0.penalty == row.penalty }
          let isSign = row.format == "sign"
          guard (isSign && row.rounding == "plain") || row.format == "f32" else { continue }
          let test = path.map { (isSign ? $0.oneBitTestError : $0.testError) ?? .nan }
          let validation = path.map { (isSign ? $0.oneBitValidationError : $0.validationError) ?? .nan }
          // Signs have a second scale to choose from, which the path does not show.
          if isSign {
            if row.oracle {
              #expect(row.testError! <= test.min()!)
            } else {
              #expect(row.validationError! <= validation.min()!)
            }
          } else if row.oracle {
            #expect(row.testError == test.min())
          } else {
            #expect(row.validationError == validation.min())
            // The largest λ among equals.
            #expect(path[validation.firstIndex(of: validation.min()!)!].lambda == row.lambda)
          }
        }
      }
    }
  }

  @Test func theChosenRowIsWhatTheFileHolds() throws {
    try withFolder { folder in
      let rows = try Table.animals().compressed(in: folder).answer.candidates.filter { !$0.oracle }
      for maxBytes in [nil, 400, rows.map(\.bytes).min()] {
        let product = try Table.animals().compressed(in: folder) { $0.maxBytes = maxBytes }
        let chosen = try #require(product.answer.chosen)
        let file = try #require(product.modelFile)
        #expect(chosen.bytes == file.count)
        let model = try ModelFile.decode(file)
        #expect(type(of: model.layer).bitWidth == chosen.bits)
      }
    }
  }

  /// Forms of ridge compete by leave-one-out: of those within the tolerance the smallest file.
  @Test(arguments: 1...3)
  func ridgeCompetesByLeaveOneOut(_ seed: Int) throws {
    try withFolder { folder in
      let product = try Table.animals(rows: 200, seed: UInt64(seed)).compressed(in: folder) { request in
        request.penalties = ["l2"]
        request.roundings = ["plain"]
        request.families = ["linear"]
      }
      let rows = product.answer.candidates.filter { !$0.oracle }
      let errors = rows.map { $0.validationError ?? 1 }
      let least = errors.min() ?? 1
      let deviation = (least * (1 - least) / 149).squareRoot()
      let slack = max(deviation, min(0.15 * least, 0.02)) + 1e-12
      let good = rows.indices.filter { errors[$0] <= least + slack }
      let smallest = good.map { Double(rows[$0].bytes) }.min() ?? 0
      let small = good.filter { Double(rows[$0].bytes) <= 1.1 * smallest }
      let best = try #require(small.min { errors[$0] < errors[$1] })
      #expect(rows[best].chosen)
    }
  }
}
