public import Workbench

extension LedgerRow {
  /// The rows of a table, those of oracles apart: λ picked on the test rows is no measurement of a method.
  ///
  /// - Parameters:
  ///   - command: "compress", or "quote" for a table before training.
  ///   - modelDigest: That of the file which holds the chosen row; nil where none was written.
  public static func rows(
    of answer: CompressAnswer, command: String = "compress", modelDigest: String?, at time: Moment = Moment()
  ) -> [LedgerRow] {
    let data = answer.data
    return answer.candidates.filter { !$0.oracle }.map { candidate in
      var row = LedgerRow(
        command: command, at: time, data: data.name, dataDigest: data.digest, task: data.task,
        features: data.features, format: candidate.format, bits: candidate.bits, bytes: candidate.bytes,
        seed: answer.seed)
      row.samples = data.trainingSamples
      row.classes = data.task == "classify" ? data.classes.count : nil
      row.family = candidate.family
      row.penalty = candidate.penalty
      row.lambda = candidate.lambda
      row.width = candidate.width
      row.map = candidate.map
      row.rounding = candidate.rounding
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
}
