/// Whether the first line of a table holds the names of the columns.
public enum HeaderRule: String, Sendable, CaseIterable {
  case yes, no
  /// Yes when no cell of the first line is a number and some cell of the second line is one, or there
  /// is no second line.
  case auto
}
