import Messages

/// Reads NumPy's `.npy` files: versions 1 to 3, both byte orders, C and Fortran order, every real
/// number type and booleans.
///
/// Nothing is executed and no object is unpickled: the header is read by a small grammar of its own.
///
/// - Source: numpy.lib.format, "Format Version 1.0" to "3.0".
public enum NpyReader {
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// - Throws: a `Refusal` of kind `input` for damaged or truncated files and types without real numbers.
  public static func read(_ file: FileBytes) throws -> NumberArray {
    let bytes = file.bytes
    guard bytes.starts(with: magic) else {
      throw Refusal.input("\(file.name): does not begin like an npy file; save it with numpy.save")
    }
    guard bytes.count >= 8 else { throw truncated(file, at: bytes.count, expecting: "the version") }
    let version = bytes[6]
    guard 1...3 ~= version else {
      throw Refusal.input("\(file.name), byte 6: found npy version \(version), expected 1, 2 or 3; save it again")
    }
    let lengthSize = version == 1 ? 2 : 4
    guard bytes.count >= 8 + lengthSize else {
      throw truncated(file, at: bytes.count, expecting: "the length of the header")
    }
    let headerStart = 8 + lengthSize
    let headerLength = (0..<lengthSize).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
    guard headerLength <= bytes.count - headerStart else {
      throw truncated(file, at: bytes.count, expecting: "a header of \(headerLength) bytes")
    }
    var parser = Header(
      name: file.name, bytes: Array(bytes[headerStart..<headerStart + headerLength]), offset: headerStart)
    try parser.parse()
    let (type, isBigEndian) = try elementType(parser.descr!, name: file.name)
    return try NumberArray(
      decoding: file, from: headerStart + headerLength, shape: parser.shape!, type: type, isBigEndian: isBigEndian,
      isColumnMajor: parser.isColumnMajor!)
  }

  private static func truncated(_ file: FileBytes, at byte: Int, expecting what: String) -> Refusal {
    .input("\(file.name), byte \(byte): the file ends, expected \(what); it is incomplete, copy or save it again")
  }

  private static func elementType(_ descr: String, name: String) throws -> (ElementType, isBigEndian: Bool) {
    let types: [String: ElementType] = [
      "b1": .u8, "u1": .u8, "u2": .u16, "u4": .u32, "u8": .u64, "i1": .i8, "i2": .i16, "i4": .i32, "i8": .i64,
      "f2": .f16, "f4": .f32, "f8": .f64,
    ]
    let order = descr.first ?? " "
    guard "<>|=".contains(order), let type = types[String(descr.dropFirst())] else {
      throw Refusal.input(
        "\(name): found elements of type '\(descr.prefix(40))', expected real numbers (u1 to u8, i1 to i8, f2, f4, f8, b1); "
          + "save the array as floats: numpy.save(path, a.astype('f4'))")
    }
    return (type, order == ">")
  }

  /// The header: a Python dictionary with exactly the keys descr, fortran_order and shape.
  private struct Header {
    let name: String
    let bytes: [UInt8]
    /// Where `bytes` begins in the file.
    let offset: Int
    var position = 0
    var descr: String?
    var isColumnMajor: Bool?
    var shape: [Int]?

    init(name: String, bytes: [UInt8], offset: Int) {
      self.name = name
      self.bytes = bytes
      self.offset = offset
    }

    mutating func parse() throws {
      try expect("{")
      while !accept("}") {
        let key = try string()
        try expect(":")
        switch key {
        case "descr" where descr == nil:
          skipSpaces()
          // A list means named fields.
          if position < bytes.count, bytes[position] == UInt8(ascii: "[") {
            throw Refusal.input("\(name): found an array with named fields, expected plain numbers; save one field")
          }
          descr = try string()
        case "fortran_order" where isColumnMajor == nil: isColumnMajor = try boolean()
        case "shape" where shape == nil: shape = try tuple()
        default: throw refusal("found the key '\(key.prefix(40))', expected descr, fortran_order and shape once each")
        }
        if !accept(",") {
          try expect("}")
          break
        }
      }
      skipSpaces()
      guard position == bytes.count else { throw refusal("found text after the closing brace") }
      guard descr != nil, isColumnMajor != nil, shape != nil else {
        throw refusal("one of the keys descr, fortran_order and shape is missing")
      }
    }

    private mutating func skipSpaces() {
      while position < bytes.count, bytes[position] == 32 || bytes[position] == 10 || bytes[position] == 9 {
        position += 1
      }
    }

    private mutating func accept(_ text: String) -> Bool {
      skipSpaces()
      guard bytes[position...].starts(with: text.utf8) else { return false }
      position += text.utf8.count
      return true
    }

    private mutating func expect(_ text: String) throws {
      guard accept(text) else { throw refusal("expected '\(text)'") }
    }

    private mutating func string() throws -> String {
      skipSpaces()
      guard position < bytes.count, bytes[position] == UInt8(ascii: "'") || bytes[position] == UInt8(ascii: "\"") else {
        throw refusal("expected a quoted word")
      }
      let quote = bytes[position]
      guard let end = bytes[(position + 1)...].firstIndex(of: quote) else { throw refusal("a quote never closes") }
      defer { position = end + 1 }
      return String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
    }

    private mutating func boolean() throws -> Bool {
      if accept("True") { return true }
      if accept("False") { return false }
      throw refusal("expected True or False")
    }

    private mutating func tuple() throws -> [Int] {
      try expect("(")
      var lengths: [Int] = []
      while !accept(")") {
        skipSpaces()
        let digits = bytes[position...].prefix { 48...57 ~= $0 }
        guard let length = Int(String(decoding: digits, as: UTF8.self)) else { throw refusal("expected a length") }
        position += digits.count
        // Python 2 wrote lengths as 3L.
        _ = accept("L")
        lengths.append(length)
        if !accept(",") {
          try expect(")")
          break
        }
      }
      return lengths
    }

    private func refusal(_ what: String) -> Refusal {
      .input("\(name), byte \(offset + position): the npy header is damaged: \(what); save the array again")
    }
  }
}
