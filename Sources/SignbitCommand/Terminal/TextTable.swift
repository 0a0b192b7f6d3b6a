/// A table in columns of equal width, numbers to the right.
struct TextTable {
  let header: [String]
  let rows: [[String]]
  /// How many columns at the left hold words and are set to the left; the last column is too.
  var leftColumns = 2
  var bold: Set<Int> = []

  var text: String {
    let widths = header.indices.map { c in ([header] + rows).map { $0[c].count }.max() ?? 0 }
    func line(_ cells: [String]) -> String {
      let padded = cells.indices.map { c in
        let space = String(repeating: " ", count: widths[c] - cells[c].count)
        return c < leftColumns || c == cells.count - 1 ? cells[c] + space : space + cells[c]
      }
      var text = padded.joined(separator: "  ")
      while text.last == " " { text.removeLast() }
      return text
    }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "──")
    let body = rows.indices.map { bold.contains($0) ? Terminal.bold(line(rows[$0])) : line(rows[$0]) }
    return ([line(header), rule] + body).joined(separator: "\n")
  }
}
