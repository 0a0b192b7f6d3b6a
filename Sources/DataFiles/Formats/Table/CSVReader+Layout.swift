import Messages

// What the first lines of a table say: the delimiter, the names, where the rows begin.
extension CSVReader {
  /// How a file is laid out: what its first lines say.
  struct Layout {
    var delimiter: UInt8
    var columnNames: [String]
    var hasHeader: Bool
    /// Where the first row of data begins.
    var records: CSVRecords
  }

  func layout(of bytes: UnsafeBufferPointer<UInt8>, in name: String) throws -> Layout {
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

  /// The names of the columns take a hundred times the two bytes that a cell may have.
  private static let columnLimit = 1 << 20

  private static func record(_ records: inout CSVRecords) throws -> [CSVRecords.Cell] {
    var cells: [CSVRecords.Cell] = []
    repeat {
      cells.append(try records.next())
      guard cells.count <= columnLimit else {
        throw Refusal.input(
          "\(records.name), line \(records.line): found more than \(NumberText.grouped(columnLimit)) cells, "
            + "the most that a table may have in a line; save it as npy")
      }
    } while !cells.last!.isLast
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

  /// What each column is for.
  func roles(_ names: [String], hasHeader: Bool, file: String) throws -> [Role] {
    let ignored = try ignored.places(among: names, hasNames: hasHeader, file: file)
    var roles = names.indices.map { ignored.contains($0) ? Role.ignored : .feature }
    switch target {
    case .none: break
    case .last:
      guard let j = roles.lastIndex(of: .feature) else {
        throw Refusal.input("\(file): --ignore leaves no column; leave out fewer")
      }
      roles[j] = .target
    case .column(let wanted):
      let j = try ColumnReference.place(of: wanted, among: names, file: file)
      guard roles[j] == .feature else {
        throw Refusal.usage("\(file): --target and --ignore both name column \(j + 1); it can be one of them only")
      }
      roles[j] = .target
    }
    return roles
  }

  enum Role {
    case feature, target, ignored
  }
}
