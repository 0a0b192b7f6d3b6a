import GRDB

/// Rows as CSV: a line of names, then a line for each row; what is not known is empty.
///
/// - Source: RFC 4180, with the line ends of Unix.
public enum LedgerCSV {
  public static func text(_ rows: [LedgerRow]) throws -> String {
    let names = LedgerRow.CodingKeys.allCases.map(\.rawValue)
    let lines = try rows.map { row in
      let values = try StoredRow(row).databaseDictionary
      return names.map { cell(values[$0] ?? .null) }.joined(separator: ",")
    }
    return ([names.joined(separator: ",")] + lines).map { $0 + "\n" }.joined()
  }

  /// Numbers in their shortest round-trip form; text in quotes where a reader could take it apart.
  private static func cell(_ value: DatabaseValue) -> String {
    switch value.storage {
    case .null, .blob: ""
    case .int64(let number): "\(number)"
    case .double(let number): "\(number)"
    case .string(let text):
      text.unicodeScalars.contains { "\",\r\n".unicodeScalars.contains($0) } || text.first == " " || text.last == " "
        ? "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" : text
    }
  }
}
