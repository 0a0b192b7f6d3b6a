public import LinearAlgebra
import Messages

/// One column of a table that a model should learn to answer with.
public enum TargetColumn: Sendable, Equatable {
  /// One number per row.
  case numbers([Double])
  /// One text per row.
  case texts([String])

  public var count: Int {
    switch self {
    case .numbers(let numbers): numbers.count
    case .texts(let texts): texts.count
    }
  }
}

/// Whether the first line of a table holds the names of the columns.
public enum HeaderRule: String, Sendable, CaseIterable {
  case yes, no
  /// Yes when no cell of the first line is a number and some cell of the second line is one, or there
  /// is no second line.
  case auto
}

/// What to do about cells that are empty, "nan" or "NA".
public enum MissingRule: Sendable {
  /// Refuse, naming the first one.
  case error
  /// Leave out the rows that have one.
  case drop
  /// Leave a NaN in its place, for who fills it once training rows and test rows are apart; never for a target.
  case keep
}

/// Reads CSV and TSV: delimiters `,` `;` or tab, quotes as in RFC 4180, UTF-8.
///
/// All columns but the target must hold finite numbers, or gaps where `missing` says so. The rows stream into one array; nothing
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

  /// - Throws: a `Refusal` of kind `input` that names line and column.
  /// - Complexity: one pass; about 20 ns per short cell in release.
  public func read(_ file: FileBytes) throws -> Table {
    try file.bytes.withUnsafeBufferPointer { try read($0, name: file.name) }
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
      try reader.read($0, name: file.name, mayLackFeatures: true).target!
    }
  }

  // MARK: Layout

  private struct Layout {
    var delimiter: UInt8
    var columnNames: [String]
    var hasHeader: Bool
    /// Where the first row of data begins.
    var records: CSVRecords
  }

  private func layout(of bytes: UnsafeBufferPointer<UInt8>, in name: String) throws -> Layout {
    var start = 0
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw Refusal.input("\(name): the text is UTF-16, expected UTF-8; save it again as UTF-8")
    }
    if let zero = bytes.prefix(4096).firstIndex(of: 0) {
      throw Refusal.input(
        "\(name), byte \(zero): found a zero byte, expected text; this is a binary file of a kind that is not read here"
      )
    }
    var records = CSVRecords(
      name: name, bytes: bytes, delimiter: Self.delimiter(in: bytes, from: start), position: start)
    guard !records.onlyBlankLinesRemain else {
      throw Refusal.input("\(name): the file is empty, expected rows of numbers; check how it was made")
    }
    let body = records
    let first = try Self.record(&records)
    let second = records.onlyBlankLinesRemain ? [] : try Self.record(&records)
    let hasHeader: Bool
    switch header {
    case .yes: hasHeader = true
    case .no: hasHeader = false
    case .auto:
      let isNumber = { (cell: CSVRecords.Cell) in DecimalNumber.parse(records.content(cell)) != nil }
      let speaks = second.isEmpty ? first.count > 1 : second.contains(where: isNumber)
      hasHeader = speaks && !first.contains(where: isNumber)
    }
    guard hasHeader else {
      return Layout(
        delimiter: records.delimiter, columnNames: first.indices.map { "column \($0 + 1)" }, hasHeader: false,
        records: body)
    }
    var names: [String] = []
    var places: [String: Int] = [:]
    for (j, cell) in first.enumerated() {
      guard let text = records.text(cell) else {
        throw Refusal.input("\(name), line 1, column \(j + 1): the name is not UTF-8; save the file again as UTF-8")
      }
      let columnName = text.isEmpty ? "column \(j + 1)" : text
      if let earlier = places.updateValue(j, forKey: columnName) {
        throw Refusal.input(
          "\(name), line 1: columns \(earlier + 1) and \(j + 1) are both named \"\(columnName)\"; rename one of them")
      }
      names.append(columnName)
    }
    records = body
    _ = try Self.record(&records)
    return Layout(delimiter: records.delimiter, columnNames: names, hasHeader: true, records: records)
  }

  private static func record(_ records: inout CSVRecords) throws -> [CSVRecords.Cell] {
    var cells: [CSVRecords.Cell] = []
    repeat { cells.append(try records.next()) } while !cells.last!.isLast
    return cells
  }

  /// The most frequent of the three delimiters on the first line, outside quotes.
  private static func delimiter(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> UInt8 {
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), 9]
    var counts = [0, 0, 0]
    var isQuoted = false
    for byte in bytes[start...] {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      // Blank lines before the first row say nothing.
      if byte == 10 || byte == 13 { break }
      if let k = candidates.firstIndex(of: byte) { counts[k] += 1 }
    }
    return candidates[counts.firstIndex(of: counts.max()!)!]
  }

  private func targetIndex(among names: [String], file: String) throws -> Int? {
    switch target {
    case .none: return nil
    case .last: return names.count - 1
    case .column(let wanted):
      if let j = names.firstIndex(of: wanted) { return j }
      if let number = Int(wanted) {
        let j = number > 0 ? number - 1 : names.count + number
        if number != 0, names.indices.contains(j) { return j }
        throw Refusal.input(
          "\(file): found \(names.count) columns and no column \(number); "
            + "columns are counted from 1, or from −1 at the end")
      }
      throw Refusal.input(
        "\(file): there is no column \"\(wanted)\"; \(Suggestion.question(for: wanted, among: Array(names.prefix(20))))"
      )
    }
  }

  // MARK: Rows

  private func read(
    _ bytes: UnsafeBufferPointer<UInt8>, name: String, mayLackFeatures: Bool = false
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

    while !records.onlyBlankLinesRemain {
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

/// The target cells of the rows read so far: numbers while all of them are, and where their text lies.
private struct TargetCells {
  private var cells: [CSVRecords.Cell] = []
  private var numbers: [Double] = []
  private var lines: [Int] = []
  /// How many of the cells are no number.
  private var textCount = 0

  init(capacity: Int) {
    cells.reserveCapacity(capacity)
    numbers.reserveCapacity(capacity)
    lines.reserveCapacity(capacity)
  }

  mutating func append(_ cell: CSVRecords.Cell, number: Double?, line: Int) {
    cells.append(cell)
    numbers.append(number ?? .nan)
    lines.append(line)
    if number == nil { textCount += 1 }
  }

  mutating func removeLast() {
    cells.removeLast()
    lines.removeLast()
    if numbers.removeLast().isNaN { textCount -= 1 }
  }

  func column(_ records: CSVRecords) throws -> TargetColumn {
    if textCount == 0 {
      if let i = numbers.firstIndex(where: { !$0.isFinite }) {
        throw Refusal.input(
          "\(records.name), line \(lines[i]): the target \(records.excerpt(cells[i])) is beyond 1.8e308; "
            + "correct or rescale it")
      }
      return .numbers(numbers)
    }
    return .texts(
      try cells.indices.map { i in
        guard let text = records.text(cells[i]) else {
          throw Refusal.input("\(records.name), line \(lines[i]): the label is not UTF-8; save the file again as UTF-8")
        }
        return text
      })
  }
}
