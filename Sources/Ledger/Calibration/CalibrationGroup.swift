public import Workbench

/// Predictions of one source, task, family or verdict beside what was measured.
///
/// Errors of classifications are differences of error rates; those of regressions are relative to the measured error.
public struct CalibrationGroup: Sendable, Codable, Equatable {
  /// "prediction", before training, or "receipt", of the finished model.
  public let source: String
  /// "classify" or "regress".
  public let task: String
  /// Null where families are together.
  @OrNull public var family: String?
  /// "none" for rows without one; null where verdicts are together.
  @OrNull public var verdict: String?
  public let rows: Int
  /// Rows of one data set depend on one another.
  public let dataSets: Int
  /// Rows that came with a band.
  public let banded: Int
  /// Of these, rows whose measured error lies within it.
  public let covered: Int
  /// covered / banded; 0.9 is right.
  @OrNull public var coverage: Double?
  /// Wilson's 95 % interval of the coverage, as if all rows were independent.
  @OrNull public var coverageInterval: [Double]?
  /// The mean of |predicted − measured|.
  public let meanAbsoluteError: Double
  /// The mean of predicted − measured.
  public let bias: Double
  /// The mean of half the width of the bands.
  @OrNull public var meanHalfWidth: Double?

  /// Nil for no pairs.
  init?(_ pairs: [CalibrationPair], family: String? = nil, verdict: String? = nil) {
    guard let first = pairs.first else { return nil }
    source = first.source.rawValue
    task = first.row.task
    self.family = family
    self.verdict = verdict
    rows = pairs.count
    dataSets = Set(pairs.map(\.row.dataDigest)).count
    let inside = pairs.compactMap(\.isCovered)
    banded = inside.count
    covered = inside.count { $0 }
    let share = Double(covered) / Double(max(1, banded))
    coverage = banded > 0 ? share : nil
    coverageInterval = banded > 0 ? wilsonInterval(share, count: banded) : nil
    meanAbsoluteError = Self.mean(pairs.map(\.error.magnitude))
    bias = Self.mean(pairs.map(\.error))
    meanHalfWidth = banded > 0 ? Self.mean(pairs.compactMap(\.halfWidth)) : nil
  }

  private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}
