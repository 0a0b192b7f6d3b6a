public import LinearAlgebra
import Messages

/// Reads CSV and TSV: delimiters `,` `;` or tab, quotes as in RFC 4180, UTF-8.
///
/// Names that occur twice in the first line are refused. All columns but the target must hold finite numbers, or gaps where `missing` says so. The rows stream into one array; nothing
/// is kept per cell. Blank lines at the end are ignored.
public struct CSVReader: Sendable, Equatable {
  /// Which column is the target.
  public enum Choice: Sendable, Equatable {
    case none, last
    /// A column by its name, or by its number: 1 is the first, −1 the last.
    case column(String)
  }

  public var header: HeaderRule
  public var missing: MissingRule
  public var target: Choice

  public init(header: HeaderRule = .auto, missing: MissingRule = .error, target: Choice = .last) {
    self.header = header
    self.missing = missing
    self.target = target
  }

  /// What a file holds.
  public struct Table: Sendable, Equatable {
    public var featureNames: [String]
    public var features: Matrix
    public var targetName: String?
    public var target: TargetColumn?
  }

  /// The names of the columns; "column 1", "column 2", … when the file does not name them.
  public func columnNames(of file: FileBytes) throws -> [String] {
    try file.bytes.withUnsafeBufferPointer { try layout(of: $0, in: file.name).columnNames }
  }

  /// - Parameter observer: hears how far it has come, about once per megabyte.
  /// - Throws: a `Refusal` of kind `input` that names line and column.
  /// - Complexity: one pass; about 20 ns per short cell in release.
  public func read(_ file: FileBytes, observer: ReadingObserver = { _, _ in }) throws -> Table {
    try file.bytes.withUnsafeBufferPointer { try read($0, name: file.name, observer: observer) }
  }

  /// Reads a file that holds nothing but targets, one per line.
  public func readTarget(_ file: FileBytes) throws -> TargetColumn {
    let names = try columnNames(of: file)
    guard names.count == 1 else {
      throw Refusal.input(
        "\(file.name): found \(names.count) columns, expected one column of targets; remove the others")
    }
    var reader = self
    reader.target = .last
    return try file.bytes.withUnsafeBufferPointer {
      try reader.read($0, name: file.name, mayLackFeatures: true, observer: { _, _ in }).target!
    }
  }

  private func read(
    _ bytes: UnsafeBufferPointer<UInt8>, name: String, mayLackFeatures: Bool = false, observer: ReadingObserver
  ) throws -> Table {
    let layout = try layout(of: bytes, in: name)
    let columnCount = layout.columnNames.count
    let target = try targetIndex(among: layout.columnNames, file: name)
    let featureCount = columnCount - (target == nil ? 0 : 1)
    guard featureCount > 0 || mayLackFeatures else {
      throw Refusal.input(
        "\(name): found one column, the target, and no features; "
          + "separate the cells by commas, semicolons or tabs, or name the targets with --target FILE")
    }

    var records = layout.records
    var values: [Double] = []
    // Two bytes is the least that a cell takes, so this never exceeds eight times the file's size.
    values.reserveCapacity(min(bytes.count / 2, 1 << 24))
    var targets = TargetCells(capacity: 1024)
    var rowCount = 0
    var reported = 0

    while !records.onlyBlankLinesRemain {
      if records.position - reported > 1 << 20 {
        reported = records.position
        observer(reported, bytes.count)
      }
      let line = records.line
      let rowStart = values.count
      var column = 0
      var isIncomplete = false
      var cell: CSVRecords.Cell
      repeat {
        cell = try records.next()
        // A short row is reported as such, not as a missing value in its last cell.
        if cell.isLast, column + 1 < columnCount {
          column += 1
          break
        }
        let content = records.content(cell)
        if column == target {
          if Self.isMissing(content, isTarget: true) {
            guard missing == .drop else {
              throw Refusal.input(
                "\(place(name, line, column, layout)): the target is missing; fill it in or leave such rows out with "
                  + "--missing drop")
            }
            isIncomplete = true
          }
          targets.append(cell, number: DecimalNumber.parse(content), line: line)
        } else if column < columnCount {
          if let number = DecimalNumber.parse(content) {
            guard number.isFinite else {
              throw Refusal.input(
                "\(place(name, line, column, layout)): found \(records.excerpt(cell)), expected a number below 1.8e308; "
                  + "correct or rescale it")
            }
            values.append(number)
          } else if Self.isMissing(content, isTarget: false) {
            guard missing != .error else {
              throw Refusal.input(
                "\(place(name, line, column, layout)): found "
                  + (content.isEmpty ? "an empty cell" : records.excerpt(cell))
                  + ", expected a number; fill it in or choose --missing drop or --missing mean")
            }
            isIncomplete = true
            values.append(.nan)
          } else {
            throw refusal(of: cell, records, place(name, line, column, layout), isFirst: line == 1)
          }
        }
        column += 1
      } while !cell.isLast
      guard column == columnCount else {
        throw Refusal.input(
          "\(name), line \(line): found \(column) cell\(column == 1 ? "" : "s"), expected \(columnCount) as on line 1; "
            + "repair or remove this line")
      }
      if isIncomplete, missing == .drop {
        values.removeSubrange(rowStart...)
        if target != nil { targets.removeLast() }
      } else {
        rowCount += 1
      }
    }
    observer(bytes.count, bytes.count)
    guard rowCount > 0 else {
      throw Refusal.input(
        records.line == 1 || missing != .drop
          ? "\(name): found a header and no rows below it; add rows, or choose --header no"
          : "\(name): every row has a missing cell, so that none is left; choose --missing mean or fill cells in")
    }
    let features = Matrix(rows: rowCount, columns: featureCount, elements: values)
    var featureNames = layout.columnNames
    var column: TargetColumn?
    if let target {
      featureNames.remove(at: target)
      column = try targets.column(records)
    }
    return Table(
      featureNames: featureNames, features: features, targetName: target.map { layout.columnNames[$0] },
      target: column)
  }

  /// "data.csv, line 3, column 2 (age)".
  private func place(_ name: String, _ line: Int, _ column: Int, _ layout: Layout) -> String {
    "\(name), line \(line), column \(column + 1)" + (layout.hasHeader ? " (\(layout.columnNames[column]))" : "")
  }

  private func refusal(
    of cell: CSVRecords.Cell, _ records: CSVRecords, _ place: String, isFirst: Bool
  ) -> Refusal {
    let content = records.content(cell)
    let lowered = String(decoding: content, as: UTF8.self).lowercased()
    let advice: String
    if ["inf", "+inf", "-inf", "infinity", "-infinity"].contains(lowered) {
      advice = "infinite values cannot be learned from; correct the value or remove the row"
    } else if content.contains(UInt8(ascii: ",")), records.delimiter != UInt8(ascii: ",") {
      advice = "write decimals with a point"
    } else if isFirst, header == .auto {
      advice = "if line 1 holds names, say --header yes; else correct the value"
    } else {
      advice = "correct the value, or say with --target if this column is the target"
    }
    return .input("\(place): found \(records.excerpt(cell)), expected a number; \(advice)")
  }

  /// Empty, "nan", and for features R's "NA" (which may well be a label).
  private static func isMissing(_ content: UnsafeBufferPointer<UInt8>, isTarget: Bool) -> Bool {
    switch content.count {
    case 0: return true
    case 2: return !isTarget && content[0] == UInt8(ascii: "N") && content[1] == UInt8(ascii: "A")
    case 3: return content.elementsEqual("nan".utf8) { $0 | 0x20 == $1 }
    default: return false
    }
  }
}
