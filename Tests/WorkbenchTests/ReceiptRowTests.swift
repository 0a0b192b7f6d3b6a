import Foundation
import Testing
import Workbench

/// Receipts in the table of `compress`, and jobs without test rows.
@Suite struct ReceiptRowTests {
  /// Every linear row has one but data-aware rounding, which says why not; that of ridge is the leave-one-out that chose it.
  @Test func rowsHaveReceipts() throws {
    try withFolder { folder in
      let rows = try Table.animals(rows: 120).compressed(in: folder) { $0.prune = 0.4 }.answer.candidates
        .filter { $0.isLinear && !$0.oracle }
      for row in rows where row.rounding == "plain" {
        let (error, band) = (try #require(row.receiptError), try #require(row.receiptBand))
        #expect(band[0] >= 0 && band[0] < error && error < band[1] && band[1] <= 1 && row.reasons.isEmpty)
      }
      let ridge = rows.filter { $0.penalty == "l2" && $0.rounding == "plain" }
      #expect(ridge.count == 8)
      for row in ridge { #expect(row.receiptError == row.validationError) }
      let aware = rows.filter { $0.rounding == "data-aware" }
      #expect(!aware.isEmpty)
      for row in aware { #expect(row.receiptError == nil && row.reasons.contains { $0.contains("no receipt") }) }
    }
  }

  /// They come from the training rows alone; only the width of the band knows how many test rows there are.
  @Test func testRowsDoNotEnter() throws {
    try withFolder { folder in
      let table = Table.animals(rows: 80)
      var other = table
      for i in 50..<80 { (other.features[i], other.targets[i]) = ([9, 9, -9, 0, 0], "cat") }
      func receipts(_ table: Table) throws -> [[Double]] {
        try table.compressed(in: folder) { $0.data.test = "30" }.answer.candidates.filter { !$0.oracle }
          .map { [$0.receiptError ?? -1] + ($0.receiptBand ?? []) }
      }
      let (first, second) = (try receipts(table), try receipts(other))
      #expect(first == second)
    }
  }

  /// `--test 0`: all rows train, and receipts say the errors.
  @Test(arguments: [false, true]) func noTestRows(isRegression: Bool) throws {
    try withFolder { folder in
      let table = isRegression ? Table.prices(rows: 90) : Table.animals(rows: 90)
      let product = try table.compressed(in: folder) {
        $0.data.test = "0"
        $0.randomFeatures.widths = [[8]]
        $0.families = ["linear", "random-features"]
      }
      let answer = product.answer
      #expect(
        answer.data.trainingSamples == 90 && answer.data.testSamples == 0 && answer.data.text.contains("No row tests"))
      for row in answer.candidates {
        #expect(row.testError == nil && row.testErrorStandardError == nil && row.rSquared == nil && !row.oracle)
        #expect((row.receiptError != nil) == (row.isLinear && row.rounding == "plain"))
      }
      #expect(answer.path.allSatisfy { $0.testError == nil && $0.oneBitTestError == nil })
      #expect(answer.chosen != nil && product.modelFile != nil)
      #expect(answer.perClass?.models.isEmpty != false)
      #expect(product.report.contains("Validation error") && !product.report.contains("Test error"))
      #expect(!product.report.lowercased().contains("nan"))
      for sentence in answer.diagnosis { #expect(!sentence.contains("nan") && !sentence.contains("test error")) }
    }
  }
}
