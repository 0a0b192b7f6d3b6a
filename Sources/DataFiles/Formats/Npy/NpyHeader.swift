import Messages

/// What an npy file says before its numbers: their type, order and shape, and where they begin.
///
/// - Source: numpy.lib.format, "Format Version 1.0" to "3.0".
struct NpyHeader {
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// The most bytes that a header of version 1 takes, everything before the numbers included.
  static let usualLimit = 10 + 0xFFFF

  /// NumPy's name of the element type with its byte order: "<f4".
  let descr: String
  let isColumnMajor: Bool
  let shape: [Int]
  /// The index of the first byte of the numbers.
  let dataStart: Int

  /// - Parameter bytes: the file, or as much of it as holds the header; offsets in messages count from its start.
  init(_ bytes: ArraySlice<UInt8>, name: String) throws {
    let start = bytes.startIndex
    func truncated(_ what: String) -> Refusal {
      .input("\(name), byte \(bytes.count): the file ends, expected \(what); it is incomplete, copy or save it again")
    }
    guard bytes.starts(with: Self.magic) else {
      throw Refusal.input("\(name): does not begin like an npy file; save it with numpy.save")
    }
    guard bytes.count >= 8 else { throw truncated("the version") }
    let version = bytes[start + 6]
    guard 1...3 ~= version else {
      throw Refusal.input("\(name), byte 6: found npy version \(version), expected 1, 2 or 3; save it again")
    }
    let lengthSize = version == 1 ? 2 : 4
    guard bytes.count >= 8 + lengthSize else { throw truncated("the length of the header") }
    let headerStart = 8 + lengthSize
    let length = (0..<lengthSize).reduce(0) { $0 | Int(bytes[start + 8 + $1]) << (8 * $1) }
    guard length <= bytes.count - headerStart else { throw truncated("a header of \(length) bytes") }
    var parser = NpyDictionary(
      name: name, bytes: Array(bytes[(start + headerStart)..<(start + headerStart + length)]), offset: headerStart)
    try parser.parse()
    descr = parser.descr!
    isColumnMajor = parser.isColumnMajor!
    shape = parser.shape!
    dataStart = start + headerStart + length
  }

  /// The type of the elements; nil where they are no real numbers.
  var elementType: ElementType? {
    guard let order = descr.first, "<>|=".contains(order) else { return nil }
    return Self.types[String(descr.dropFirst())]
  }

  private static let types: [String: ElementType] = [
    "b1": .u8, "u1": .u8, "u2": .u16, "u4": .u32, "u8": .u64, "i1": .i8, "i2": .i16, "i4": .i32, "i8": .i64,
    "f2": .f16, "f4": .f32, "f8": .f64,
  ]
}
