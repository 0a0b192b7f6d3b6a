import PackedInference

/// The features that a model was trained on, as far as its file tells.
enum ColumnChecksum {
  /// CRC-32 of the names in order, each in UTF-8 with a zero byte behind it: 8 hexadecimal digits.
  static func text(_ names: [String]) -> String {
    text(names.reduce(0) { crc32((Array($1.utf8) + [0])[...], after: $0) })
  }

  private static func text(_ checksum: UInt32) -> String {
    let digits = String(checksum, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// Names that are looked at in a search; with so many the chance of a wrong answer is still below 1 in 4,000.
  private static let mostSteps = 1_000_000

  /// The places of the names that are too many: without them the others, in their order, have a checksum. Nil where no
  /// choice of so many has it, or none was found in a million steps.
  ///
  /// - Parameter count: how many names are to remain.
  /// - Complexity: N^(k + 1) / (k + 1)! steps for k of N names; those in front and those at the end are found at once.
  static func surplus(of names: [String], leaving count: Int, _ checksum: String) -> [Int]? {
    let surplus = names.count - count
    guard count > 0, (1...100).contains(surplus) else { return nil }
    if text(Array(names.prefix(count))) == checksum { return Array(count..<names.count) }
    let words = names.map { Array($0.utf8) + [0] }
    var steps = 0
    func search(from start: Int, _ crc: UInt32, leavingOut left: Int) -> [Int]? {
      var crc = crc
      for j in start..<names.count {
        if left > 0, let rest = search(from: j + 1, crc, leavingOut: left - 1) { return [j] + rest }
        // Of the names that are left too many would remain.
        if left > 0, names.count - j == left { return nil }
        steps += 1
        guard steps <= mostSteps else { return nil }
        crc = crc32(words[j][...], after: crc)
      }
      return left == 0 && text(crc) == checksum ? [] : nil
    }
    return search(from: 0, 0, leavingOut: surplus)
  }
}
