import ArgumentParser
import Ledger
import Messages

struct CalibrationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibration", abstract: "Compare the predictions in the ledger with what was measured.",
    discussion: """
      Says how often measured errors lay within their 90 % bands, and how far predictions were off, by family and by \
      verdict. Of regressions errors are relative to the measured one.

      EXAMPLES
        signbit calibration
        signbit calibration --family linear --since 2026-01-01 --out calibration
      """)

  @OptionGroup var filter: LedgerFilterOptions
  @OptionGroup var answering: AnswerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let filter = try filter.filter()
    let ledger = try UserFolder.ledger()
    let calibration = Calibration(try ledger.rows(filter))
    try answering.deliver(calibration, as: "calibration", common, svg: calibration.svg) {
      show(calibration, ledger.path)
    }
  }

  private func show(_ calibration: Calibration, _ file: String) {
    guard calibration.rows > 0 else { return print(UserFolder.nothing(in: file, isFiltered: filter.isGiven)) }
    guard !calibration.comparisons.isEmpty else {
      return print(
        "none of \(NumberText.grouped(calibration.rows)) rows has a prediction beside a measurement; "
          + "data that a theory knows have both: signbit compress mixture:d=200,n=300,k=3")
    }
    print(CalibrationTable(calibration).text)
    if let out = answering.out { print("\nwrote \(out)/calibration.json, \(out)/calibration.svg") }
  }
}
