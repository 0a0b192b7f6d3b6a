import Ledger
import Messages

/// Calibration as people read it.
struct CalibrationTable {
  let calibration: Calibration

  init(_ calibration: Calibration) { self.calibration = calibration }

  var text: String {
    let table = TextTable(
      header: [
        "", "rows", "data sets", "in 90 % band", "95 % interval", "± band %", "mean |error| %", "bias %", "",
      ], rows: calibration.comparisons.map(cells), leftColumns: 1)
    return table.text + "\n" + note
  }

  private func cells(_ group: CalibrationGroup) -> [String] {
    func percent(_ share: Double?) -> String { share.map { NumberText.percent($0) } ?? "–" }
    let name =
      group.family.map { "  \($0)" } ?? group.verdict.map { $0 == "none" ? "  no verdict" : "  \($0)" }
      ?? group.source + (group.task == "regress" ? ", regression" : "")
    let bands = group.coverage.map { "\(NumberText.percent($0)) % of \(NumberText.grouped(group.banded))" } ?? "–"
    let interval = group.coverageInterval.map { "\(percent($0.first)) to \(percent($0.last))" } ?? "–"
    return [
      name, NumberText.grouped(group.rows), NumberText.grouped(group.dataSets), bands, interval,
      percent(group.meanHalfWidth), percent(group.meanAbsoluteError), percent(group.bias), "",
    ]
  }

  private var note: String {
    let sentences = [
      "Bias: predicted − measured. Rows of one data set depend on one another; the interval takes them for independent and "
        + "is too narrow.",
      calibration.repeats > 0
        ? "\(NumberText.grouped(calibration.repeats)) repeated row\(calibration.repeats == 1 ? " counts" : "s count") once."
        : "",
      calibration.onTrainingData > 0
        ? "\(NumberText.grouped(calibration.onTrainingData)) row\(calibration.onTrainingData == 1 ? "" : "s") on the training "
          + "data of their model \(calibration.onTrainingData == 1 ? "is" : "are") left out."
        : "",
    ]
    return sentences.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
