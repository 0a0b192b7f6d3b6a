import Messages
import Workbench

/// Number formats as people read them.
enum FormatTables {
  static func sheets(_ formats: [FormatSheet]) -> String {
    func number(_ value: Double?) -> String { value.map { NumberText.short($0) } ?? "–" }
    let rows = formats.map { sheet in
      [
        sheet.name, NumberText.short(sheet.bits), NumberText.grouped(sheet.codes), number(sheet.largest),
        number(sheet.smallest), number(sheet.smallestNormal), number(sheet.smallestSubnormal),
        NumberText.fixed(sheet.dynamicRangeBits, 1), sheet.hasZero ? "yes" : "no", sheet.specials,
      ]
    }
    return TextTable(
      header: [
        "format", "bits", "codes", "largest", "smallest", "normal", "subnormal", "range (bits)", "zero", "specials",
      ],
      rows: rows, leftColumns: 1
    ).text
  }

  static func effects(_ answer: FormatAnswer) -> String {
    let rows = answer.rows.map { row in
      [
        row.name, NumberText.short(row.bits), row.rounding, NumberText.fixed(row.gain, 4),
        NumberText.short(row.additive), NumberText.short(row.multiplicative), NumberText.short(row.relativeError),
        NumberText.percent(row.saturated, 2),
      ]
    }
    let table = TextTable(
      header: ["format", "bits", "rounding", "gain", "add", "mult", "error / variance", "saturated %"], rows: rows,
      leftColumns: 1)
    return "values: N(0, \(NumberText.short(answer.distribution.standardDeviation))²)\n\n" + table.text
  }
}
