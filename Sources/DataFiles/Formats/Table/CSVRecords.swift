import Messages

/// Walks over the cells of delimited text (RFC 4180), one after the other.
///
/// A line ends with LF, CR LF or CR. A cell may stand in double quotes, where delimiters and line
/// ends are text and a quote is written twice.
struct CSVRecords {
  struct Cell {
    var start: Int
    var end: Int
    /// Whether quotes stand doubled inside.
    var hasEscapes = false
    var isQuoted = false
    var isLast = false
  }

  let name: String
  let bytes: UnsafeBufferPointer<UInt8>
  let delimiter: UInt8
  var position: Int
  /// The line on which the next cell begins, counted from 1.
  var line = 1

  var isAtEnd: Bool { position >= bytes.count }

  /// The next cell. At the very end of the bytes this is one empty cell that ends its record.
  mutating func next() throws -> Cell {
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") { return try nextQuoted() }
    var i = position
    let count = bytes.count
    while i < count {
      let byte = bytes[i]
      if byte == delimiter || byte == 10 || byte == 13 { break }
      i += 1
    }
    var cell = Cell(start: position, end: i)
    finish(&cell, at: i)
    return cell
  }

  private mutating func nextQuoted() throws -> Cell {
    let openingLine = line
    var cell = Cell(start: position + 1, end: position + 1, isQuoted: true)
    var i = position + 1
    while true {
      guard i < bytes.count else {
        throw Refusal.input(
          "\(name), line \(openingLine): a quoted cell opens here and never closes; add the missing quote")
      }
      if bytes[i] == UInt8(ascii: "\"") {
        guard i + 1 < bytes.count, bytes[i + 1] == UInt8(ascii: "\"") else { break }
        cell.hasEscapes = true
        i += 2
      } else {
        if bytes[i] == 10 || bytes[i] == 13 && !(i + 1 < bytes.count && bytes[i + 1] == 10) { line += 1 }
        i += 1
      }
    }
    cell.end = i
    i += 1
    guard i >= bytes.count || bytes[i] == delimiter || bytes[i] == 10 || bytes[i] == 13 else {
      throw Refusal.input(
        "\(name), line \(line): text follows a closing quote; write a quote inside a quoted cell twice")
    }
    finish(&cell, at: i)
    return cell
  }

  /// Steps over what ended the cell.
  private mutating func finish(_ cell: inout Cell, at i: Int) {
    if i >= bytes.count {
      cell.isLast = true
      position = i
    } else if bytes[i] == delimiter {
      position = i + 1
    } else {
      cell.isLast = true
      position = i + 1
      if bytes[i] == 13, position < bytes.count, bytes[position] == 10 { position += 1 }
      line += 1
    }
  }

  /// Whether nothing but line ends remains.
  var onlyBlankLinesRemain: Bool {
    var i = position
    while i < bytes.count {
      guard bytes[i] == 10 || bytes[i] == 13 else { return false }
      i += 1
    }
    return true
  }

  /// The bytes of a cell without surrounding spaces.
  func content(_ cell: Cell) -> UnsafeBufferPointer<UInt8> {
    var start = cell.start
    var end = cell.end
    while start < end, bytes[start] == 32 || bytes[start] == 9 { start += 1 }
    while end > start, bytes[end - 1] == 32 || bytes[end - 1] == 9 { end -= 1 }
    return UnsafeBufferPointer(rebasing: bytes[start..<end])
  }

  /// The text of a cell; nil when it is not UTF-8.
  func text(_ cell: Cell) -> String? {
    let content = self.content(cell)
    guard cell.hasEscapes else { return String(validating: content, as: UTF8.self) }
    var plain: [UInt8] = []
    var skips = false
    for byte in content {
      // Of two quotes in a row, the first stays.
      if byte == UInt8(ascii: "\""), skips {
        skips = false
        continue
      }
      skips = byte == UInt8(ascii: "\"")
      plain.append(byte)
    }
    return String(validating: plain, as: UTF8.self)
  }

  /// The text of a cell as a message may show it.
  func excerpt(_ cell: Cell) -> String {
    let text = String(decoding: content(cell).prefix(40), as: UTF8.self)
    return "\"" + text.map { $0.isNewline ? " " : String($0) }.joined() + (cell.end - cell.start > 40 ? "…\"" : "\"")
  }
}
