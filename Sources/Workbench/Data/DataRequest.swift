public import DataModels

/// Which data a job reads and how its rows are divided.
public struct DataRequest: Sendable, Codable, Equatable {
  /// A file, `digits`, `mixture:…`, or - for standard input.
  public var source = "digits"
  /// A column or a file of targets.
  public var target: String?
  /// Columns to read over, by name or number.
  public var ignored: [String] = []
  /// A file of test data, a fraction of the rows, or a number of rows, of which 0 is none; nil is a quarter where a split
  /// is needed.
  public var test: String?
  public var split: Split.Order = .shuffled
  /// "loo", a fraction, or nil: leave-one-out where it is exact, a fold of a fifth elsewhere.
  public var validation: String?
  /// The first so many rows of each class train.
  public var perClass: [Int]?
  /// The share of training labels to replace.
  public var corrupt = 0.0
  public var header = "auto"
  /// "error", "drop", or "mean": that of the training rows, so that no test row is seen.
  public var missing = "error"
  public var standardize = false
  /// Only the first so many rows are used.
  public var limit: Int?
  /// Only these classes are used.
  public var classes: [String]?
  public var task = "auto"

  public init() {}

  /// Whether samples are drawn.
  var isMixture: Bool { source.hasPrefix(MixtureDescription.prefix) }

  /// Whether no file is read.
  var isBuiltIn: Bool { source == "digits" || isMixture }

  /// What people call the data: the name of the file, without its folders.
  var name: String { isMixture ? source : Self.lastComponent(source) }

  /// What people call the rows that are measured.
  var measuredName: String { testFile.map(Self.lastComponent) ?? name }

  static func lastComponent(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
