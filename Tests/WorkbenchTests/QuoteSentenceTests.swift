import Foundation
import Testing
import Workbench

/// What `quote` recommends, and the words that it has for it.
@Suite struct QuoteSentenceTests {
  private func quoted(_ table: Table, _ change: (inout QuoteRequest) -> Void) throws -> QuoteAnswer {
    var answer: QuoteAnswer?
    try withFolder { folder in
      answer = try table.quoted(in: folder) {
        $0.leavesOneOut = false
        change(&$0)
      }.answer
    }
    return try #require(answer)
  }

  /// Half of λ_max is always red: its ℓ1 would be the smallest file within the budget, ridge is recommended.
  @Test func redIsNotRecommended() throws {
    let answer = try quoted(.animals(rows: 240)) {
      ($0.job.penalties, $0.job.formats, $0.fractions) = (["l2", "l1"], ["f32", "sparse"], [0.5])
      $0.job.maxError = 0.6
    }
    let chosen = try #require(answer.chosen)
    let red = try #require(answer.candidates.filter { $0.verdict == "red" }.min { $0.bytes < $1.bytes })
    #expect(chosen.verdict == "green" && red.bytes < chosen.bytes && red.predictedError! <= 0.6)
    #expect(answer.diagnosis.contains { $0.hasPrefix("ℓ1 \(red.format) might be smaller: ") && $0.contains("but RED") })
  }

  /// With nothing but red quotes nothing is recommended, with a budget or without.
  @Test(arguments: [nil, 1.0]) func nothingButRed(_ maxError: Double?) throws {
    let answer = try quoted(.animals(rows: 240)) {
      ($0.job.penalties, $0.job.formats, $0.fractions) = (["linf"], ["f32", "sign"], [0.5])
      $0.job.maxError = maxError
    }
    #expect(answer.candidates.count == 2 && answer.candidates.allSatisfy { $0.verdict == "red" })
    #expect(answer.chosen == nil && answer.diagnosis[0].hasPrefix("nothing is recommended"))
    #expect(answer.diagnosis[1].hasPrefix("the best of the red ones is ℓ∞"))
    #expect(!answer.diagnosis.contains { $0.contains("no candidate is expected") })
  }

  /// Squared errors are no shares: what is said of them is not in points.
  @Test(arguments: ["linear", "random-features"]) func regressionHasNoPoints(_ family: String) throws {
    let answer = try quoted(.prices(rows: 240)) {
      ($0.job.families, $0.effort) = ([family], "full")
      if family != "linear" { $0.job.randomFeatures.widths = [[16]] }
    }
    let reasons = answer.candidates.flatMap(\.reasons)
    #expect(reasons.contains { $0.contains("% of the constant answer's squared error") })
    #expect(!(reasons + answer.diagnosis).contains { $0.contains("points") })
    #expect(QuoteColumns(answer).note.contains("Counted on classification alone"))
  }

  /// Half of the rows with less noise are quoted no worse, which says nothing of more rows; this is told.
  @Test func standstillIsSaid() throws {
    let flat = try quoted(.animals(rows: 240, seed: 7)) {
      $0.job.penalties = ["l2"]
      $0.samples = [300]
    }
    let sentence = flat.diagnosis.first { $0.hasPrefix("beyond ") }
    for row in flat.samples {
      let now = try #require(flat.candidates.first { $0.format == row.format })
      let stays = row.predictedError == now.predictedError
      #expect(stays == row.reasons.last?.contains("nothing is extrapolated"))
      #expect(stays == (sentence?.contains("ℓ2 \(row.format)") == true))
    }
    #expect(sentence != nil)
  }

  /// Widths that nobody names are those that training tries, though the pilot has half of the rows.
  @Test func widthsAreThoseOfTraining() throws {
    try withFolder { folder in
      let table = Table.animals(rows: 140)
      let quoted = try table.quoted(in: folder) {
        $0.job.families = ["random-features"]
        $0.job.formats = ["sign"]
      }.answer.candidates
      let trained = try table.compressed(in: folder) { ($0.families, $0.formats) = (["random-features"], ["sign"]) }
        .answer.candidates
      #expect(Set(quoted.map { $0.layers }) == Set(trained.map { $0.layers }))
    }
  }
}
