/// How well what was said of errors has held: the share of measurements within 90 % bands, and the errors of the errors.
public struct Calibration: Sendable, Encodable {
  /// All of one kind, or those of one family or one verdict.
  public let comparisons: [CalibrationGroup]
  /// Rows that were read.
  public let rows: Int
  /// Rows that repeat another one: the same model measured on the same rows.
  public let repeats: Int
  /// Rows of `evaluate` on the very data that a model was trained on.
  public let onTrainingData: Int
  /// Kept for the picture.
  let pairs: [CalibrationPair]

  private enum CodingKeys: String, CodingKey { case comparisons, rows, repeats, onTrainingData }

  /// - Parameter rows: Of the ledger, the oldest first.
  public init(_ rows: [LedgerRow]) {
    let all = CalibrationPair.Source.allCases.flatMap { source in rows.compactMap { CalibrationPair(source, $0) } }
    let fair = all.filter { !$0.isOnTrainingData }
    var seen: Set<CalibrationPair.Identity> = []
    pairs = fair.filter { seen.insert($0.identity).inserted }
    comparisons = Self.groups(pairs)
    self.rows = rows.count
    repeats = fair.count - pairs.count
    onTrainingData = all.count - fair.count
  }

  private static func groups(_ pairs: [CalibrationPair]) -> [CalibrationGroup] {
    kinds(pairs).flatMap { kind in
      let families = distinct(kind.map(\.row.family)).compactMap { family in
        CalibrationGroup(kind.filter { $0.row.family == family }, family: family)
      }
      let verdicts = (LedgerFilter.verdicts.dropLast() + ["none"]).compactMap { verdict in
        CalibrationGroup(kind.filter { ($0.row.verdict ?? "none") == verdict }, verdict: verdict)
      }
      return [CalibrationGroup(kind)].compactMap { $0 } + families + verdicts
    }
  }

  /// Pairs that can be compared with one another: one source, one task.
  static func kinds(_ pairs: [CalibrationPair]) -> [[CalibrationPair]] {
    CalibrationPair.Source.allCases.flatMap { source in
      ["classify", "regress"].map { task in pairs.filter { $0.source == source && $0.row.task == task } }
    }.filter { !$0.isEmpty }
  }

  private static func distinct(_ words: [String?]) -> [String] {
    words.reduce(into: [String]()) { if let word = $1, !$0.contains(word) { $0.append(word) } }
  }
}
