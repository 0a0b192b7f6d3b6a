import Messages

/// Walks over the words of one line `label index:value … # comment`.
struct SvmlightLine {
  let bytes: UnsafeBufferPointer<UInt8>
  /// The next byte, and the end of the line without its comment.
  private(set) var position: Int
  private let end: Int
  /// Where the next line begins.
  let next: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) {
    self.bytes = bytes
    var i = start
    var comment: Int?
    while i < bytes.count, bytes[i] != 10 {
      if comment == nil, bytes[i] == UInt8(ascii: "#") { comment = i }
      i += 1
    }
    position = start
    end = comment ?? i
    next = min(i + 1, bytes.count)
  }

  /// The next word; nil at the end of the line.
  mutating func word() -> UnsafeBufferPointer<UInt8>? {
    while position < end, Self.isSpace(bytes[position]) { position += 1 }
    guard position < end else { return nil }
    let start = position
    while position < end, !Self.isSpace(bytes[position]) { position += 1 }
    return UnsafeBufferPointer(rebasing: bytes[start..<position])
  }

  /// CR may precede LF.
  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }

  /// A word of the form index:value.
  struct Pair {
    /// Nil where it is no whole number of at most 9 digits.
    var index: Int?
    var value: UnsafeBufferPointer<UInt8>
    var name: UnsafeBufferPointer<UInt8>

    /// Nil for a word without a colon.
    init?(_ word: UnsafeBufferPointer<UInt8>) {
      guard let colon = word.firstIndex(of: UInt8(ascii: ":")) else { return nil }
      name = UnsafeBufferPointer(rebasing: word[..<colon])
      value = UnsafeBufferPointer(rebasing: word[(colon + 1)...])
      guard 1...9 ~= name.count else { return }
      var number = 0
      for digit in name {
        guard 48...57 ~= digit else { return }
        number = 10 * number + Int(digit - 48)
      }
      index = number
    }

    /// Nil where the text is no number; NaN for "nan".
    var number: Double? {
      DecimalNumber.parse(value)
        ?? (value.count == 3 && value.elementsEqual("nan".utf8) { $0 | 0x20 == $1 } ? .nan : nil)
    }
  }

  /// Whether the first line that is no comment is a number and then at least one pair, all within 64 kB.
  static func looksLikeOne(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let head = UnsafeBufferPointer(rebasing: bytes.prefix(1 << 16))
    var start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < head.count {
      var line = SvmlightLine(head, at: start)
      start = line.next
      guard let label = line.word() else { continue }
      guard DecimalNumber.parse(label) != nil else { return false }
      var count = 0
      while let word = line.word() {
        // The last word may be cut.
        if line.position == head.count, head.count < bytes.count { break }
        guard let pair = Pair(word), pair.index != nil, pair.number != nil else { return false }
        count += 1
      }
      return count > 0
    }
    return false
  }
}
