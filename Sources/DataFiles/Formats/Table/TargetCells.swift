import Messages

/// The target cells of the rows read so far: numbers while all of them are, and where their text lies.
struct TargetCells {
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
