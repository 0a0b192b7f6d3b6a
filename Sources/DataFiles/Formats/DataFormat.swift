import DataModels
import LinearAlgebra
import Messages

/// A file format that samples can come in; listed in `DataFormats`, and complete in its own folder.
protocol DataFormat: Sendable {
  /// What people call it: "npz".
  var name: String { get }
  /// How names of such files end, without the point; `.gz` may follow.
  var endings: [String] { get }
  /// Whether the content says beyond doubt that it is of this format.
  func recognizes(_ bytes: [UInt8]) -> Bool
  /// Whether the name of a file says so; believed only where the content of no format speaks.
  func claims(_ file: FileBytes) -> Bool
  /// Whether `--target` is a part of the file itself: a column, an array.
  func offers(_ target: String, in file: FileBytes, _ request: SampleRequest) throws -> Bool
  /// The samples; with targets where the request wants them and the file has them.
  func samples(in file: FileBytes, _ request: SampleRequest) throws -> Samples
  /// Everything in the file as targets for the samples of another one.
  func targets(in file: FileBytes, _ request: SampleRequest) throws -> FoundTargets
  /// Where the targets lie that belong to the samples at a path, by custom of the format.
  func targetFile(beside path: String) -> String?
}

extension DataFormat {
  func claims(_ file: FileBytes) -> Bool { endings.contains { file.hasExtension($0) } }
  func targetFile(beside path: String) -> String? { nil }
}

extension FileBytes {
  func hasExtension(_ ending: String) -> Bool {
    let name = name.lowercased()
    return name.hasSuffix("." + ending) || name.hasSuffix("." + ending + ".gz")
  }
}

/// What is wanted of a file.
struct SampleRequest {
  enum Target: Equatable {
    /// Features only.
    case none
    /// What the format takes for the targets unless told otherwise.
    case usual
    case named(String)
  }

  var target: Target
  /// The part of the file that is meant, after a colon in its path.
  var part: String?
  var header: HeaderRule
  var missing: MissingRule
  /// Columns to read over.
  var ignored: IgnoredColumns
  /// What is known already of the columns.
  var layout: DataLayout?
  var observer: ReadingObserver

  /// Refuses a part where a file has none.
  func refusePart(_ file: FileBytes, _ what: String) throws {
    if let part {
      throw Refusal.input(
        "\(file.name): holds \(what), expected no \":\(part.prefix(60))\" behind its name; leave it out")
    }
  }
}

/// Receives how many of all bytes of a file have been read.
public typealias ReadingObserver = @Sendable (_ done: Int, _ total: Int) -> Void

/// What a file gave.
struct Samples {
  var features: Matrix
  var imageShape: LabeledData.ImageShape?
  /// Nil where the file has no targets, or none were wanted.
  var targets: FoundTargets?
  /// The index that the first feature has, in formats that write indices.
  var firstIndex: Int?
  /// Nil where the file does not name its features.
  var featureNames: [String]?
  /// What the file calls its other columns.
  var otherNames: DataLayout.Names?
  /// How many rows were left out for a missing value.
  var droppedRowCount = 0
}

/// Targets as a file has them, before anyone decides between classes and values.
struct FoundTargets {
  enum Content {
    case column(TargetColumn)
    /// Several values per sample.
    case values(Matrix)
  }

  var content: Content
  /// The file, and the column where it has several.
  let name: String
  /// The column of a table, as `CSVReader.Table` calls it.
  var column: String?

  var count: Int {
    switch content {
    case .column(let column): column.count
    case .values(let matrix): matrix.rowCount
    }
  }

  func targets(for task: LearningTask) throws -> Targets {
    switch content {
    case .column(let column): return try column.targets(for: task, name: name)
    case .values(let matrix):
      guard task != .classify else {
        throw Refusal.input(
          "\(name): found targets of shape \(matrix.rowCount) × \(matrix.columnCount), expected one label per sample")
      }
      return .values(matrix)
    }
  }
}
