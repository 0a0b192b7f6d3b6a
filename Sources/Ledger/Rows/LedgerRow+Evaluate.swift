import FoundationEssentials
public import Workbench

extension LedgerRow {
  /// What a model did on labeled data, beside what was predicted of it where the ledger knows the run that made it.
  ///
  /// - Parameter origin: The row of that run; nil leaves what the file itself says of its making.
  public init(_ answer: EvaluateAnswer, origin: LedgerRow?, seed: UInt64, at time: Moment = Moment()) {
    let isClassification = !answer.classes.isEmpty
    self.init(
      command: "evaluate", at: time, data: answer.data.name, dataDigest: answer.data.digest,
      task: isClassification ? "classify" : "regress", features: answer.data.features, format: answer.model.format,
      bits: answer.model.bits, bytes: answer.model.bytes, seed: seed)
    classes = isClassification ? answer.classes.count : nil
    measuredError = answer.error
    standardError = answer.standardError
    testSamples = answer.samples
    latencyMicroseconds = answer.microsecondsPerSample
    modelDigest = answer.model.digest
    splitDigest = answer.data.splitDigest
    if let origin { take(origin) } else { take(Making(answer.model.provenance)) }
  }

  private mutating func take(_ origin: LedgerRow) {
    // The file names its layer, the run the format that was asked for.
    format = origin.format
    bits = origin.bits
    samples = origin.samples
    intercept = origin.intercept
    family = origin.family
    penalty = origin.penalty
    lambda = origin.lambda
    width = origin.width
    map = origin.map
    rounding = origin.rounding
    remark = origin.remark
    predictedError = origin.predictedError
    predictedLow = origin.predictedLow
    predictedHigh = origin.predictedHigh
    verdict = origin.verdict
    receiptError = origin.receiptError
    receiptLow = origin.receiptLow
    receiptHigh = origin.receiptHigh
    trainingDigest = origin.trainingDigest
  }

  private mutating func take(_ making: Making) {
    samples = making.n
    penalty = making.penalty
    lambda = making.lambda
  }

  /// What `compress` writes into a model file about its making; a stranger's file may say anything or nothing.
  private struct Making: Decodable {
    var penalty: String?
    var lambda: Double?
    var n: Int?

    init(_ provenance: String) {
      if let made = try? JSONDecoder().decode(Making.self, from: Data(provenance.utf8)) { self = made }
    }
  }
}
