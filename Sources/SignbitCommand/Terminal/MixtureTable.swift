import Workbench

/// The table that `theory mixture` and `simulate mixture` print.
enum MixtureTable {
  static func show(_ answer: MixtureAnswer) {
    let columns = MixtureColumns(answer)
    print(TextTable(header: columns.header, rows: answer.rows.map(columns.cells)).text)
    if let note = columns.note { print(note) }
  }
}
