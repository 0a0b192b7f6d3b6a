import Ledger
import Messages
import Workbench

/// Rows of the ledger under a line for each run, within 100 columns.
struct LedgerTable {
  private let rows: [LedgerRow]

  init(_ rows: [LedgerRow]) { self.rows = rows }

  private static let width = 100

  /// Within the width if need be by cutting names of formats.
  var text: String {
    let whole = lines(formatWidth: 18)
    return (whole[1].count <= Self.width ? whole : lines(formatWidth: 15)).joined(separator: "\n")
  }

  private func lines(formatWidth: Int) -> [String] {
    let columns = Self.columns.filter { column in column.isAlwaysShown || rows.contains { column.cell($0) != "–" } }
    let table = TextTable(
      header: ["model", "format"] + columns.map(\.name) + ["bytes", ""],
      rows: rows.map { row in
        [Self.clipped(model(row), 13), Self.clipped(format(row), formatWidth)] + columns.map { $0.cell(row) }
          + [NumberText.bytes(row.bytes), row.chosen ? "←" : ""]
      })
    var lines = table.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let body = lines.suffix(from: 2)
    lines = Array(lines.prefix(2))
    for (row, (before, line)) in zip(rows, zip([nil] + rows.map(Optional.some), body)) {
      if row.run != before?.run {
        if before != nil { lines.append("") }
        lines.append(Terminal.bold(heading(row)))
      }
      lines.append(line)
    }
    return lines
  }

  private struct Column {
    let name: String
    var isAlwaysShown = false
    let cell: (LedgerRow) -> String
  }

  /// What was said and measured; a dash where nothing is known.
  private static var columns: [Column] {
    [
      Column(name: "measured", isAlwaysShown: true) { number($0.measuredError, $0) },
      Column(name: "predicted", isAlwaysShown: true) { number($0.predictedError, $0) },
      Column(name: "90 % band") { row in
        row.predictedLow.flatMap { low in row.predictedHigh.map { "\(number(low, row))–\(number($0, row))" } } ?? "–"
      },
      Column(name: "receipt") { number($0.receiptError, $0) },
      Column(name: "verdict") { $0.verdict.map { clipped($0, 7) } ?? "–" },
    ]
  }

  private static func number(_ error: Double?, _ row: LedgerRow) -> String {
    guard let error else { return "–" }
    guard row.task != "classify" else { return NumberText.percent(error) }
    let text = NumberText.short(error)
    return text.count <= 7 ? text : NumberText.scientific(error, 1)
  }

  private func heading(_ row: LedgerRow) -> String {
    let size = (row.samples.map { NumberText.grouped($0) + " × " } ?? "") + "\(NumberText.grouped(row.features))"
    let unit = row.task == "classify" ? "errors in %" : "mean squared errors"
    let classes = row.classes.map { "\($0) classes, " } ?? ""
    let time = row.time.prefix(16).map { $0 == "T" ? " " : String($0) }.joined()
    return Self.clipped("\(time)  \(row.command) \(row.data): \(size), \(classes)seed \(row.seed), \(unit)", Self.width)
  }

  private func model(_ row: LedgerRow) -> String {
    guard let map = row.map else { return row.penalty.map(CandidateColumns.symbol) ?? row.family ?? "–" }
    return row.width.map { "\(map) \($0)" } ?? map
  }

  private func format(_ row: LedgerRow) -> String {
    row.format + (row.rounding.map { $0 == "plain" ? "" : " \($0)" } ?? "")
  }

  /// At most so many characters, none of which commands a terminal.
  private static func clipped(_ text: String, _ count: Int) -> String {
    let plain = String(
      String.UnicodeScalarView(text.unicodeScalars.filter { $0.properties.generalCategory != .control }))
    return plain.count <= count ? plain : plain.prefix(count - 1) + "…"
  }
}
