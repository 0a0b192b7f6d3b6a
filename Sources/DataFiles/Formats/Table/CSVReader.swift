public import LinearAlgebra
import Messages

/// Reads CSV and TSV: delimiters `,` `;` or tab, quotes as in RFC 4180, UTF-8.
///
/// Names that occur twice in the first line are refused. All columns but the target and those that are ignored must
/// hold finite numbers, or gaps where `missing` says so. The rows stream into one array; nothing is kept per cell.
/// Blank lines at the end are ignored.
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
  public var ignored: IgnoredColumns

  public init(
    header: HeaderRule = .auto, missing: MissingRule = .error, target: Choice = .last,
    ignored: IgnoredColumns = IgnoredColumns()
  ) {
    self.header = header
    self.missing = missing
    self.target = target
    self.ignored = ignored
  }

  /// What a file holds.
  public struct Table: Sendable, Equatable {
    /// "column 1", "column 2", … when the file does not name them.
    public var featureNames: [String]
    public var features: Matrix
    public var targetName: String?
    public var target: TargetColumn?
    /// Whether the file names its columns.
    public var hasHeader: Bool
    public var ignoredNames: [String]
    /// How many rows were left out for a missing cell.
    public var droppedRowCount: Int
  }

  /// The names of the columns; "column 1", "column 2", … when the file does not name them.
  public func columnNames(of file: FileBytes) throws -> [String] {
    try file.bytes.withUnsafeBufferPointer { try layout(of: $0, in: file.name).columnNames }
  }

  /// Whether the first line of a file names the columns.
  func hasHeader(_ file: FileBytes) throws -> Bool {
    try file.bytes.withUnsafeBufferPointer { try layout(of: $0, in: file.name).hasHeader }
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
    let roles = try roles(layout.columnNames, hasHeader: layout.hasHeader, file: name)
    let target = roles.firstIndex(of: .target)
    let featureCount = roles.count { $0 == .feature }
    guard featureCount > 0 || mayLackFeatures else {
      throw Refusal.input(
        columnCount == 1 && target != nil
          ? "\(name): found one column, the target, and no features; "
            + "separate the cells by commas, semicolons or tabs, or name the targets with --target FILE"
          : "\(name): found \(columnCount) columns, none of which is left as a feature; leave out fewer with --ignore")
    }

    var records = layout.records
    var values: [Double] = []
    // Two bytes is the least that a cell takes, so this never exceeds eight times the file's size.
    values.reserveCapacity(min(bytes.count / 2, 1 << 24))
    var targets = TargetCells(capacity: 1024)
    var rowCount = 0
    var droppedRowCount = 0
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
        let role = column < columnCount ? roles[column] : .ignored
        let content = records.content(cell)
        if role == .target {
          if MissingCell.isMissingTarget(content) {
            guard missing == .drop else {
              throw Refusal.input(
                "\(place(name, line, column, layout)): the target is missing; fill it in or leave such rows out with "
                  + "--missing drop")
            }
            isIncomplete = true
          }
          targets.append(cell, number: DecimalNumber.parse(content), line: line)
        } else if role == .feature {
          if let number = DecimalNumber.parse(content) {
            guard number.isFinite else {
              throw Refusal.input(
                "\(place(name, line, column, layout)): found \(records.excerpt(cell)), expected a number below 1.8e308; "
                  + "correct or rescale it")
            }
            values.append(number)
          } else if MissingCell.isMissing(content) {
            guard missing != .error else {
              throw Refusal.input(
                "\(place(name, line, column, layout)): found "
                  + (content.isEmpty ? "an empty cell" : records.excerpt(cell))
                  + ", expected a number; fill it in or choose --missing drop or --missing mean")
            }
            isIncomplete = true
            values.append(.nan)
          } else {
            throw refusal(of: cell, records, layout, line: line, column: column)
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
        droppedRowCount += 1
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
    func names(_ role: Role) -> [String] { roles.indices.filter { roles[$0] == role }.map { layout.columnNames[$0] } }
    return Table(
      featureNames: names(.feature), features: features, targetName: target.map { layout.columnNames[$0] },
      target: try target.map { _ in try targets.column(records) }, hasHeader: layout.hasHeader,
      ignoredNames: names(.ignored), droppedRowCount: droppedRowCount)
  }

  /// "data.csv, line 3, column 2 (age)".
  private func place(_ name: String, _ line: Int, _ column: Int, _ layout: Layout) -> String {
    "\(name), line \(line), column \(column + 1)" + (layout.hasHeader ? " (\(layout.columnNames[column]))" : "")
  }

  private func refusal(
    of cell: CSVRecords.Cell, _ records: CSVRecords, _ layout: Layout, line: Int, column: Int
  ) -> Refusal {
    let content = records.content(cell)
    let lowered = String(decoding: content, as: UTF8.self).lowercased()
    let reference = layout.hasHeader ? layout.columnNames[column] : "\(column + 1)"
    let advice: String
    if ["inf", "+inf", "-inf", "infinity", "-infinity"].contains(lowered) {
      advice = "infinite values cannot be learned from; correct the value or remove the row"
    } else if content.contains(UInt8(ascii: ",")), records.delimiter != UInt8(ascii: ",") {
      advice = "write decimals with a point"
    } else if line == 1, header == .auto {
      advice =
        "if line 1 holds names, say --header yes; else correct the value, or leave the column out with "
        + "--ignore \(reference)"
    } else {
      advice =
        "leave the column out with --ignore \(reference), learn it with --target \(reference), or correct the value "
        + "(missing are: \(MissingCell.listing))"
    }
    return .input(
      "\(place(records.name, line, column, layout)): found \(records.excerpt(cell)), expected a number; \(advice)")
  }
}
