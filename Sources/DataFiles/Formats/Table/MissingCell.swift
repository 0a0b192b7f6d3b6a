/// What stands in a cell of which nobody knows the value.
enum MissingCell {
  /// For messages.
  static let listing = "empty cells, NA, N/A, NaN, null, None, ?"

  private static let words = ["na", "n/a", "nan", "null", "none", "?"]

  /// Empty, or one of the words in any case: no feature is called so, as features are numbers.
  static func isMissing(_ content: UnsafeBufferPointer<UInt8>) -> Bool {
    content.isEmpty || content.count <= 4 && words.contains { matches(content, $0) }
  }

  /// Empty or "nan" in any case; any other word may well be a label, as NA is that of Namibia.
  static func isMissingTarget(_ content: UnsafeBufferPointer<UInt8>) -> Bool {
    content.isEmpty || content.count == 3 && matches(content, "nan")
  }

  private static func matches(_ content: UnsafeBufferPointer<UInt8>, _ word: String) -> Bool {
    content.elementsEqual(word.utf8) { (UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0) == $1 }
  }
}
