import Messages

/// The bytes of a number, least significant first.
func littleEndianBytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
  (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> Number($0 * 8)) }
}

/// The bit patterns of numbers, each least significant byte first.
func littleEndianBytes(_ numbers: [Float]) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(4 * numbers.count)
  for number in numbers {
    let bits = number.bitPattern
    for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
  }
  return bytes
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

  /// An unsigned number of up to 4 bytes.
  mutating func number(bytes count: Int) throws -> Int {
    try bytes(count).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// So many numbers in Float32, none of them infinite or NaN.
  mutating func floats(_ count: Int) throws -> [Float] {
    let bytes = try bytes(4 * count)
    var numbers: [Float] = []
    numbers.reserveCapacity(count)
    for i in stride(from: bytes.startIndex, to: bytes.endIndex, by: 4) {
      let low = UInt32(bytes[i]) | UInt32(bytes[i + 1]) << 8
      let number = Float(bitPattern: low | UInt32(bytes[i + 2]) << 16 | UInt32(bytes[i + 3]) << 24)
      guard number.isFinite else { throw Refusal.input("stored number \(numbers.count + 1) of \(count) is not finite") }
      numbers.append(number)
    }
    return numbers
  }

  /// Refuses bytes that are left over.
  func finish(_ what: String) throws {
    guard rest.isEmpty else { throw Refusal.input("after \(what) come \(rest.count) bytes that do not belong") }
  }
}
