import DataModels
import Foundation
import Testing
import Workbench

extension Table {
  /// What `quote` makes of the table; one pilot and two strengths keep it quick.
  func quoted(in folder: String, _ change: (inout QuoteRequest) -> Void = { _ in }) throws -> QuoteJob.Product {
    let path = folder + "/table.csv"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    var request = QuoteRequest()
    request.job.data.source = path
    request.job.data.split = .ordered
    request.effort = "pilot"
    request.fractions = [0.1, 0.02]
    request.leavesOneOut = true
    change(&request)
    return try QuoteJob(request)()
  }
}

/// `quote --loo`: leave-one-out of the quoted model beside its quote.
@Suite struct QuoteReceiptTests {
  /// Of ridge the quote is leave-one-out already: both ways come to the same number, in every form.
  @Test func ridgeIsItsQuote() throws {
    try withFolder { folder in
      let rows = try Table.animals(rows: 240).quoted(in: folder) {
        $0.job.penalties = ["l2"]
        $0.job.prune = 0.4
      }.answer.candidates
      #expect(rows.count > 5)
      for row in rows {
        let (error, band) = (try #require(row.receiptError), try #require(row.receiptBand))
        #expect(abs(error - row.predictedError!) < 1e-12, "\(row.format)")
        #expect(band[0] <= error && error < band[1] && !row.reasons.contains { $0.contains("no leave-one-out") })
      }
    }
  }

  /// A norm is fitted at the quoted λ: its leave-one-out is the receipt of `compress` at that λ, on the same training rows.
  @Test(arguments: ["l1", "linf"]) func normsAreTheirReceipts(_ penalty: String) throws {
    try withFolder { folder in
      let table = Table.animals(rows: 240)
      let quoted = try table.quoted(in: folder) { $0.job.penalties = [penalty] }.answer
      #expect(quoted.candidates.count > 1)
      for row in quoted.candidates {
        let trained = try table.compressed(in: folder) {
          ($0.penalties, $0.formats, $0.roundings) = ([penalty], [row.format], ["plain"])
          ($0.lambdas, $0.families) = ([row.lambda], ["linear"])
        }
        let same = try #require(trained.row(penalty, row.format))
        // Where least squares chose the scale, another model was trained.
        guard same.scale != "refit" else { continue }
        #expect(abs(try #require(row.receiptError) - same.receiptError!) < 1e-9, "\(row.format)")
        #expect(abs(row.receiptBand![1] - same.receiptBand![1]) < 1e-9)
      }
    }
  }

  /// Quotes do not know that something was fitted after them, nor does either number know the test rows.
  @Test func nothingElseChanges() throws {
    try withFolder { folder in
      let table = Table.animals(rows: 240)
      func numbers(_ table: Table, _ leavesOneOut: Bool) throws -> ([Double?], [Double?]) {
        let rows = try table.quoted(in: folder) {
          $0.job.formats = ["f32", "sign"]
          $0.leavesOneOut = leavesOneOut
          $0.job.data.test = "40"
        }.answer.candidates
        return (rows.map(\.predictedError), rows.map(\.receiptError))
      }
      var other = table
      for i in 200..<240 { (other.features[i], other.targets[i]) = ([9, 9, -9, 0, 0], "cat") }
      let (with, without) = (try numbers(table, true), try numbers(table, false))
      #expect(with.0 == without.0 && with.1.allSatisfy { $0 != nil } && without.1.allSatisfy { $0 == nil })
      let others = try numbers(other, true)
      #expect(others == with)
    }
  }

  /// Rows without a leave-one-out error say why: no quote and hence no λ, or random features.
  @Test func reasons() throws {
    try withFolder { folder in
      var few = Table.animals(rows: 240)
      let cats = few.targets.indices.filter { few.targets[$0] == "cat" }
      few = few.rows(few.targets.indices.filter { few.targets[$0] != "cat" || cats.prefix(8).contains($0) })
      let answer = try few.quoted(in: folder) { $0.job.data.test = "0" }.answer
      for row in answer.candidates where row.penalty != "l2" {
        #expect(row.receiptError == nil && row.reasons.last?.contains("no λ to fit at") == true)
      }
      #expect(answer.candidates.contains { $0.receiptError != nil })
      let features = try Table.animals(rows: 240).quoted(in: folder) {
        $0.job.families = ["random-features"]
        $0.job.randomFeatures.widths = [[16]]
      }
      for row in features.answer.candidates {
        #expect(row.receiptError == nil && row.reasons.last?.contains("no leave-one-out: random features") == true)
      }
      #expect(!features.report.contains("loo %"))
    }
  }

  /// What was announced counts leave-one-out and random features: more of either is dearer.
  @Test func itsPriceIsAnnounced() throws {
    try withFolder { folder in
      let table = Table.animals(rows: 240)
      let (with, without) = (
        try table.quoted(in: folder).answer, try table.quoted(in: folder) { $0.leavesOneOut = false }.answer
      )
      #expect(with.expectedSeconds > 1.2 * without.expectedSeconds && with.trainingSeconds > 0)
      let features = try [16, 128].map { width in
        try table.quoted(in: folder) {
          $0.job.families = ["random-features"]
          $0.job.randomFeatures.widths = [[width]]
        }.answer
      }
      #expect(features[1].expectedSeconds > 2 * features[0].expectedSeconds && features[0].expectedSeconds > 0)
      #expect(features[1].trainingSeconds > 2 * features[0].trainingSeconds)
    }
  }

  /// The column is in both tables, and the command that makes the report again has the flag.
  @Test func report() throws {
    try withFolder { folder in
      let product = try Table.animals(rows: 240).quoted(in: folder) { $0.job.formats = ["f32", "sign"] }
      let columns = QuoteColumns(product.answer)
      let place = try #require(columns.header.firstIndex(of: "loo %"))
      for row in product.answer.candidates {
        #expect(columns.cells(row).count == columns.header.count && Double(columns.cells(row)[place]) != nil)
      }
      #expect(product.report.contains("loo %") && product.report.contains("--loo"))
    }
  }
}
