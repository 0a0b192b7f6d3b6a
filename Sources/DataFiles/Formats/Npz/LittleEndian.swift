/// Numbers read from fixed places of bytes, the lowest byte first.
struct LittleEndian {
  let bytes: [UInt8]

  /// The number of `width` bytes at a place; nil where the bytes end before or it exceeds Int.
  func number(at place: Int, width: Int) -> Int? {
    guard place >= 0, place <= bytes.count, width <= bytes.count - place else { return nil }
    var value: UInt64 = 0
    for k in 0..<width { value |= UInt64(bytes[place + k]) << UInt64(8 * k) }
    return Int(exactly: value)
  }

  func isMarked(_ signature: [UInt8], at place: Int) -> Bool {
    place >= 0 && place <= bytes.count - signature.count && bytes[place...].starts(with: signature)
  }
}
