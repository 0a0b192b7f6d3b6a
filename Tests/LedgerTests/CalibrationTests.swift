import Foundation
import Ledger
import Testing
import Workbench

@Suite struct CalibrationTests {
  /// A row whose prediction has the half-width 0.05.
  private func row(
    _ predicted: Double, _ measured: Double, family: String = "linear", verdict: String? = "green", data: String = "a",
    task: String = "classify"
  ) -> LedgerRow {
    var row = LedgerRow(
      command: "compress", at: Moment(), data: data, dataDigest: data, task: task, features: 6, format: "sign", bits: 1,
      bytes: 278, seed: 1)
    row.family = family
    row.verdict = verdict
    row.predictedError = predicted
    (row.predictedLow, row.predictedHigh) = (predicted - 0.05, predicted + 0.05)
    row.measuredError = measured
    return row
  }

  @Test func coverageErrorAndBiasByHand() throws {
    let rows = [
      row(0.25, 0.25), row(0.25, 0.3125, data: "b"), row(0.25, 0.125, family: "random-features", verdict: nil),
      row(0.25, 0.28125, verdict: "red"),
    ]
    let groups = Calibration(rows).comparisons
    #expect(groups.map(\.family) == [nil, "linear", "random-features", nil, nil, nil])
    #expect(groups.map(\.verdict) == [nil, nil, nil, "green", "red", "none"])
    #expect(groups.map(\.rows) == [4, 3, 1, 2, 1, 1])
    #expect(groups.map(\.covered) == [2, 2, 0, 1, 1, 0])
    let all = groups[0]
    #expect(all.source == "prediction" && all.dataSets == 2 && all.banded == 4 && all.coverage == 0.5)
    #expect(all.coverageInterval == wilsonInterval(0.5, count: 4))
    // (0 + 0.0625 + 0.125 + 0.03125) / 4 and (0 − 0.0625 + 0.125 − 0.03125) / 4, exact in binary.
    #expect(all.meanAbsoluteError == 0.0546875 && all.bias == 0.0078125)
    #expect(abs(try #require(all.meanHalfWidth) - 0.05) < 1e-12)
  }

  @Test func bandsAndMeasurementsThatAreMissing() {
    var bare = row(0.2, 0.3)
    (bare.predictedLow, bare.predictedHigh) = (nil, nil)
    var unmeasured = row(0.2, 0.3)
    unmeasured.measuredError = nil
    let calibration = Calibration([bare, unmeasured])
    #expect(calibration.rows == 2 && calibration.comparisons.map(\.rows) == [1, 1, 1])
    #expect(calibration.comparisons[0].banded == 0 && calibration.comparisons[0].coverage == nil)
    #expect(Calibration([unmeasured]).comparisons.isEmpty && Calibration([unmeasured]).svg == nil)
  }

  @Test func receiptsAreApart() {
    var both = row(0.2, 0.3)
    (both.receiptError, both.receiptLow, both.receiptHigh) = (0.29, 0.27, 0.31)
    let groups = Calibration([both]).comparisons.filter { $0.family == nil && $0.verdict == nil }
    #expect(groups.map(\.source) == ["prediction", "receipt"] && groups.map(\.covered) == [0, 1])
  }

  @Test func repeatsCountOnceAndTrainingRowsNotAtAll() {
    var again = row(0.2, 0.3)
    again.run = 7
    var onTraining = row(0.2, 0.05)
    onTraining.command = "evaluate"
    onTraining.trainingDigest = onTraining.dataDigest
    var elsewhere = row(0.2, 0.06, data: "new")
    elsewhere.command = "evaluate"
    elsewhere.trainingDigest = "a"
    let calibration = Calibration([row(0.2, 0.3), again, onTraining, elsewhere])
    #expect(calibration.repeats == 1 && calibration.onTrainingData == 1)
    #expect(calibration.comparisons[0].rows == 2 && calibration.comparisons[0].dataSets == 2)
  }

  /// A regression has the unit of its target, so that errors of several can be put together only relative to it.
  @Test func regressionsAreRelative() {
    let rows = [row(50, 100, data: "a", task: "regress"), row(0.5, 1, data: "b", task: "regress")]
    let group = Calibration(rows + [row(0.2, 0.2)]).comparisons.first { $0.task == "regress" }
    #expect(group?.rows == 2 && group?.meanAbsoluteError == 0.5 && group?.bias == -0.5)
  }

  @Test func thePictureHasAChartForEachKindAndAHueForEachVerdict() throws {
    var receipt = row(0.2, 0.3, verdict: "red")
    receipt.receiptError = 0.28
    let svg = try #require(Calibration([row(0.2, 0.25), receipt]).svg)
    for words in ["Before training", "Receipts of finished models", "predicted = measured", "green", "red"] {
      #expect(svg.contains(words), "\(words)")
    }
    #expect(!svg.contains("amber") && !svg.contains("nan"))
  }
}

@Suite struct LedgerCSVTests {
  @Test func cellsThatAReaderCouldTakeApartAreQuoted() throws {
    let names = LedgerRow.CodingKeys.allCases.map(\.rawValue)
    let place = try #require(names.firstIndex(of: "data"))
    for (data, cell) in [
      ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("two\nlines", "\"two\nlines\""),
      ("\r\n", "\"\r\n\""), (" edge", "\" edge\""), ("ü", "ü"), ("", ""),
    ] {
      let text = try LedgerCSV.text([.sample(data)])
      #expect(text.hasPrefix(names.joined(separator: ",") + "\n"))
      let before = "0,2026-03-01T10:00:00Z,compress,"
      #expect(text.dropFirst(names.joined(separator: ",").count + 1).hasPrefix(before + cell + ",00112233445566aa,"))
      #expect(place == 3)
    }
  }

  @Test func whatIsUnknownIsEmptyAndNumbersComeBack() throws {
    let lines = try LedgerCSV.text([.sample(), .sparse]).split(separator: "\n")
    let names = lines[0].split(separator: ",")
    func cells(_ line: Substring) -> [Substring: Substring] {
      Dictionary(uniqueKeysWithValues: zip(names, line.split(separator: ",", omittingEmptySubsequences: false)))
    }
    let (full, sparse) = (cells(lines[1]), cells(lines[2]))
    #expect(full["seed"] == "18446744073709551615" && full["chosen"] == "1" && full["lambda"] == "0.1")
    #expect(full.values.allSatisfy { !$0.isEmpty })
    #expect(sparse["family"] == "" && sparse["measuredError"] == "" && sparse["bytes"] == "99")
  }
}
