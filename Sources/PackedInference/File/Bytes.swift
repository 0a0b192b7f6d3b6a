import Messages

/// The bytes of a number, least significant first.
func littleEndianBytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
  (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> Number($0 * 8)) }
}

/// Reads numbers from bytes without ever looking beyond their end.
struct ByteReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  var remaining: Int { rest.count }

  mutating func bytes(_ count: Int) throws -> ArraySlice<UInt8> {
    guard count >= 0, count <= rest.count else {
      throw Refusal.input("the file ends early: \(count) bytes were expected and \(rest.count) are left")
    }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func byte() throws -> UInt8 { try bytes(1).first! }

  /// An unsigned number of up to 8 bytes; one that exceeds Int is refused.
  mutating func number(bytes count: Int) throws -> Int {
    var value: UInt64 = 0
    for (i, byte) in try bytes(count).enumerated() { value |= UInt64(byte) << UInt64(8 * i) }
    guard let number = Int(exactly: value) else { throw Refusal.input("a count of \(value) is beyond any file") }
    return number
  }

  mutating func finiteFloat() throws -> Float {
    let value = Float(bitPattern: UInt32(try number(bytes: 4)))
    guard value.isFinite else { throw Refusal.input("a stored number is not finite") }
    return value
  }

  /// Refuses bytes that are left over.
  func finish(_ what: String) throws {
    guard rest.isEmpty else { throw Refusal.input("\(what) are followed by \(rest.count) bytes that do not belong") }
  }
}
