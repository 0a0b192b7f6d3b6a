import Messages

/// Columns of a table or an array that are read over, whatever they hold.
public struct IgnoredColumns: Sendable, Equatable {
  /// Names, or numbers: 1 is the first column of the file, −1 the last.
  public var columns: [String]
  /// Whether a file with names may lack some: new samples seldom carry what was never learned from.
  public var mayBeAbsent: Bool

  public init(_ columns: [String] = [], mayBeAbsent: Bool = false) {
    self.columns = columns
    self.mayBeAbsent = mayBeAbsent
  }

  /// Where they are.
  ///
  /// - Parameter hasNames: whether the file names its columns itself.
  func places(among names: [String], hasNames: Bool, file: String) throws -> Set<Int> {
    var places: Set<Int> = []
    for column in columns {
      if mayBeAbsent, hasNames, !names.contains(column), Int(column) == nil { continue }
      places.insert(try ColumnReference.place(of: column, among: names, file: file))
    }
    return places
  }

  /// Refuses columns where a file has none to leave out.
  func refuse(_ name: String, _ what: String) throws {
    if let column = columns.first {
      throw Refusal.usage("--ignore \(column.prefix(60)) does not apply: \(name) \(what)")
    }
  }
}

/// A column as people write it: its name, or its number.
enum ColumnReference {
  /// - Throws: a `Refusal` of kind `input` where there is no such column.
  static func place(of wanted: String, among names: [String], file: String) throws -> Int {
    if let j = names.firstIndex(of: wanted) { return j }
    guard Int(wanted) == nil else {
      guard let j = place(numbered: wanted, of: names.count) else {
        throw Refusal.input(
          "\(file): found \(names.count) columns and no column \(wanted.prefix(60)); "
            + "columns are counted from 1, or from −1 at the end")
      }
      return j
    }
    throw Refusal.input(
      "\(file): there is no column \"\(wanted)\"; \(Suggestion.question(for: wanted, among: Array(names.prefix(20))))")
  }

  /// The place of a column by its number; nil where the text is none or names no column.
  static func place(numbered text: String, of count: Int) -> Int? {
    guard let number = Int(text), number != 0, number.magnitude <= count else { return nil }
    return number > 0 ? number - 1 : count + number
  }
}
