/// What was said of an error before it was measured, beside the measurement.
struct CalibrationPair: Sendable {
  /// What said it.
  enum Source: String, Sendable, CaseIterable { case prediction, receipt }

  let source: Source
  let row: LedgerRow
  let predicted: Double
  let measured: Double
  /// The ends of the 90 % band; nil where none was given.
  let band: ClosedRange<Double>?

  /// Nil where the row lacks one of the two.
  init?(_ source: Source, _ row: LedgerRow) {
    let (said, low, high) =
      switch source {
      case .prediction: (row.predictedError, row.predictedLow, row.predictedHigh)
      case .receipt: (row.receiptError, row.receiptLow, row.receiptHigh)
      }
    // Of regressions the error is taken relative to what was measured.
    guard let said, said.isFinite, let measured = row.measuredError, measured.isFinite,
      row.task == "classify" || measured > 0
    else { return nil }
    self.source = source
    self.row = row
    self.measured = measured
    predicted = said
    band = low.flatMap { low in high.flatMap { low <= $0 ? low...$0 : nil } }
  }

  /// Regressions have all units: theirs is the measured error itself.
  private var unit: Double { row.task == "classify" ? 1 : measured }
  /// predicted − measured; positive where too much was feared.
  var error: Double { (predicted - measured) / unit }
  var halfWidth: Double? { band.map { ($0.upperBound - $0.lowerBound) / 2 / unit } }
  var isCovered: Bool? { band.map { $0.contains(measured) } }

  /// Equal for the same model measured on the same rows, in whatever run.
  struct Identity: Hashable {
    let words: [String?]
    let numbers: [Double?]
  }

  var identity: Identity {
    Identity(
      words: [source.rawValue, row.family, row.penalty, row.map, row.format, row.rounding, row.remark],
      numbers: [
        row.lambda, row.width.map(Double.init), row.testSamples.map(Double.init), predicted, measured,
        band?.lowerBound, band?.upperBound,
      ])
  }

  /// Errors on the rows that trained a model say nothing of new ones; `evaluate` may have been given them.
  var isOnTrainingData: Bool { row.command == "evaluate" && row.dataDigest == row.trainingDigest }
}
