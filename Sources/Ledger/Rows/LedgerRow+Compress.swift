public import Workbench

extension LedgerRow {
  /// The rows of a table, those of oracles apart: λ picked on the test rows is no measurement of a method.
  ///
  /// - Parameter modelDigest: That of the file which holds the chosen row; nil where none was written.
  public static func rows(
    of answer: CompressAnswer, intercept: Bool, modelDigest: String?, at time: Moment = Moment()
  ) -> [LedgerRow] {
    rows(of: answer.candidates, answer.data, intercept, command: "compress", seed: answer.seed, modelDigest, time)
  }

  /// The rows of a table before training, measured where the user asked for it.
  public static func rows(of answer: QuoteAnswer, intercept: Bool, at time: Moment = Moment()) -> [LedgerRow] {
    rows(of: answer.candidates, answer.data, intercept, command: "quote", seed: answer.seed, nil, time)
  }

  private static func rows(
    of candidates: [Candidate], _ data: DataSummary, _ intercept: Bool, command: String, seed: UInt64,
    _ modelDigest: String?, _ time: Moment
  ) -> [LedgerRow] {
    candidates.filter { !$0.oracle }.map { candidate in
      var row = LedgerRow(
        command: command, at: time, data: data.name, dataDigest: data.digest, task: data.task,
        features: data.features, format: candidate.format, bits: candidate.bits, bytes: candidate.bytes,
        seed: seed)
      row.rowsDigest = data.rowsDigest
      row.splitDigest = data.splitDigest
      row.intercept = intercept
      row.samples = data.trainingSamples
      row.classes = data.task == "classify" ? data.classes.count : nil
      row.family = candidate.family
      row.penalty = candidate.penalty
      row.lambda = candidate.lambda
      row.width = candidate.width
      row.map = candidate.map
      row.rounding = candidate.rounding
      row.remark = candidate.remark.isEmpty ? nil : candidate.remark
      row.predictedError = candidate.predictedError
      row.predictedLow = candidate.predictedBand?.first
      row.predictedHigh = candidate.predictedBand?.last
      row.verdict = candidate.verdict
      row.receiptError = candidate.receiptError
      row.receiptLow = candidate.receiptBand?.first
      row.receiptHigh = candidate.receiptBand?.last
      row.measuredError = candidate.testError
      row.standardError = candidate.testErrorStandardError
      row.testSamples = candidate.testError.map { _ in data.testSamples }
      row.latencyMicroseconds = candidate.latencyMicroseconds
      row.chosen = candidate.chosen
      row.modelDigest = candidate.chosen ? modelDigest : nil
      row.trainingDigest = data.digest
      return row
    }
  }

  /// What a quote said of this model: the same rows, intercept, penalty or map, and form, at the λ that looked best then.
  mutating func take(quote: LedgerRow) {
    predictedError = quote.predictedError
    predictedLow = quote.predictedLow
    predictedHigh = quote.predictedHigh
    verdict = quote.verdict
  }
}
