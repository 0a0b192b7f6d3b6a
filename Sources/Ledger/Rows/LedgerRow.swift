import Messages
public import Workbench

/// One model of one run: what was predicted, what was measured. A row of the table `results`.
///
/// A fact has one name: of the property, of the column in SQL and CSV, of the key in JSON. Errors are fractions in [0, 1]
/// for classification and mean squared errors for regression. What is not known is null.
public struct LedgerRow: Sendable, Codable, Equatable {
  /// Counts the runs of the ledger from 1; given when the row is added.
  public var run = 0
  /// UTC, ISO 8601: "2026-11-21T17:12:15Z".
  public var time: String
  /// "compress", "evaluate" or "quote".
  public var command: String
  /// What the user called the data.
  public var data: String
  /// `ContentDigest` of their features.
  public var dataDigest: String
  /// `ContentDigest` of the training rows as the run learned from them, with their targets; null for rows of `evaluate`.
  @OrNull public var rowsDigest: String?
  /// `ContentDigest` of the features of the rows that the flags leave for training, as they were read; null where `evaluate`
  /// divides nothing.
  @OrNull public var splitDigest: String?
  /// Whether scores have a free constant; null where that is not known.
  @OrNull public var intercept: Bool?
  /// "classify" or "regress".
  public var task: String
  /// n, the training samples.
  @OrNull public var samples: Int?
  /// d.
  public var features: Int
  /// K; null for regression.
  @OrNull public var classes: Int?
  @OrNull public var family: String?
  @OrNull public var penalty: String?
  @OrNull public var lambda: Double?
  @OrNull public var width: Int?
  @OrNull public var map: String?
  public var format: String
  @OrNull public var rounding: String?
  /// What sets a row apart from others of the same form: "at most 1/15 non-zero".
  @OrNull public var remark: String?
  public var bits: Int
  @OrNull public var predictedError: Double?
  /// The ends of the 90 % band of the prediction.
  @OrNull public var predictedLow: Double?
  @OrNull public var predictedHigh: Double?
  /// "green", "amber", "red" or "refused".
  @OrNull public var verdict: String?
  /// What leave-one-out of the finished model says of its error.
  @OrNull public var receiptError: Double?
  /// The ends of the 90 % band of the receipt.
  @OrNull public var receiptLow: Double?
  @OrNull public var receiptHigh: Double?
  @OrNull public var measuredError: Double?
  @OrNull public var standardError: Double?
  @OrNull public var testSamples: Int?
  public var bytes: Int
  @OrNull public var latencyMicroseconds: Double?
  /// Whether it became model.signbit.
  public var chosen = false
  /// `ContentDigest` of the model file; null for rows that no file holds.
  @OrNull public var modelDigest: String?
  /// `dataDigest` of the run that trained the model; null where that is not known.
  @OrNull public var trainingDigest: String?
  /// Decimal: SQLite has no unsigned 64-bit integers.
  public var seed: String
  /// The version of the program.
  public var version: String

  /// A row with all that is always known.
  public init(
    command: String, at time: Moment, data: String, dataDigest: String, task: String, features: Int, format: String,
    bits: Int, bytes: Int, seed: UInt64
  ) {
    self.time = time.text
    self.command = command
    self.data = data
    self.dataDigest = dataDigest
    self.task = task
    self.features = features
    self.format = format
    self.bits = bits
    self.bytes = bytes
    self.seed = "\(seed)"
    version = SignbitVersion.current
  }

  /// The columns in their order.
  public enum CodingKeys: String, CodingKey, CaseIterable {
    case run, time, command, data, dataDigest, rowsDigest, splitDigest, intercept, task, samples, features, classes,
      family, penalty, lambda, width, map, format, rounding, remark, bits, predictedError, predictedLow,
      predictedHigh, verdict, receiptError, receiptLow, receiptHigh, measuredError, standardError, testSamples, bytes,
      latencyMicroseconds, chosen, modelDigest, trainingDigest, seed, version
  }
}
