import Messages

/// Reads the JSON of a safetensors header, which is flat: no value lies deeper than the form below.
///
///     {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …, "__metadata__": {"key": "value", …}}
///
/// Anything else is refused, as are keys that occur twice; so there is nothing to nest without end.
struct SafetensorsHeader {
  struct Tensor: Sendable {
    let name: String
    let typeName: String
    let shape: [Int]
    /// Within the bytes after the header.
    let range: Range<Int>

    /// Nil where the elements are no numbers that are read here.
    var type: ElementType? { Self.types[typeName] }

    /// Whether shape and type need exactly so many bytes.
    func declares(byteCount: Int, of type: ElementType) -> Bool {
      var size = type.byteCount
      for length in shape {
        let (product, overflows) = size.multipliedReportingOverflow(by: length)
        // A zero further on would hide the overflow; no array of that kind exists.
        if overflows { return false }
        size = product
      }
      return size == byteCount
    }

    private static let types: [String: ElementType] = [
      "F64": .f64, "F32": .f32, "F16": .f16, "BF16": .bf16, "I64": .i64, "I32": .i32, "I16": .i16, "I8": .i8,
      "U64": .u64, "U32": .u32, "U16": .u16, "U8": .u8, "BOOL": .u8,
    ]
  }

  let name: String
  let bytes: ArraySlice<UInt8>
  private var position: Int

  init(name: String, bytes: ArraySlice<UInt8>) {
    self.name = name
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// The tensors in the order of the header.
  mutating func tensors() throws -> [Tensor] {
    var tensors: [Tensor] = []
    try object { parser, key in
      if key == "__metadata__" {
        try parser.object { parser, _ in _ = try parser.string() }
      } else {
        tensors.append(try parser.tensor(key))
      }
    }
    skipSpaces()
    guard position == bytes.endIndex else { throw refusal("found text after the closing brace") }
    return tensors
  }

  private mutating func tensor(_ name: String) throws -> Tensor {
    var (type, shape, offsets): (String?, [Int]?, [Int]?) = (nil, nil, nil)
    try object { parser, key in
      switch key {
      case "dtype": type = try parser.string()
      case "shape": shape = try parser.numbers()
      case "data_offsets": offsets = try parser.numbers()
      default: throw parser.refusal("found the key \"\(key.prefix(40))\", expected dtype, shape and data_offsets")
      }
    }
    guard let type, let shape, let offsets, offsets.count == 2, offsets[0] <= offsets[1] else {
      throw refusal("the tensor \"\(name.prefix(40))\" lacks a dtype, a shape or two data_offsets in order")
    }
    return Tensor(name: name, typeName: type, shape: shape, range: offsets[0]..<offsets[1])
  }

  private mutating func object(_ member: (inout SafetensorsHeader, String) throws -> Void) throws {
    var keys: Set<String> = []
    try expect("{")
    if accept("}") { return }
    repeat {
      let key = try string()
      guard keys.insert(key).inserted else { throw refusal("the key \"\(key.prefix(40))\" occurs twice") }
      try expect(":")
      try member(&self, key)
    } while accept(",")
    try expect("}")
  }

  private mutating func numbers() throws -> [Int] {
    var numbers: [Int] = []
    try expect("[")
    if accept("]") { return [] }
    repeat {
      skipSpaces()
      let digits = bytes[position...].prefix { 48...57 ~= $0 }
      guard let number = Int(String(decoding: digits, as: UTF8.self)) else {
        throw refusal("expected a whole number of at most 19 digits")
      }
      position += digits.count
      numbers.append(number)
    } while accept(",")
    try expect("]")
    return numbers
  }

  private mutating func string() throws -> String {
    skipSpaces()
    guard position < bytes.endIndex, bytes[position] == UInt8(ascii: "\"") else {
      throw refusal("expected a text in quotes")
    }
    position += 1
    var content: [UInt8] = []
    while true {
      guard position < bytes.endIndex else { throw refusal("a quote never closes") }
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: content, as: UTF8.self) else { throw refusal("a text is not UTF-8") }
        return text
      case UInt8(ascii: "\\"): content += Array(String(try escaped()).utf8)
      case 0..<32: throw refusal("a control character stands in a text")
      default: content.append(byte)
      }
    }
  }

  /// The character that a backslash begins, whose position is already behind it.
  private mutating func escaped() throws -> Unicode.Scalar {
    guard position < bytes.endIndex else { throw refusal("a quote never closes") }
    let letter = bytes[position]
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let high = try codeUnit()
      if let scalar = Unicode.Scalar(high) { return scalar }
      // Two surrogates make up a character beyond U+FFFF.
      guard 0xD800..<0xDC00 ~= high, accept("\\u", skippingSpaces: false) else { throw refusal("half a character") }
      let low = try codeUnit()
      guard 0xDC00..<0xE000 ~= low, let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) else {
        throw refusal("half a character")
      }
      return scalar
    default: throw refusal("an unknown escape stands in a text")
    }
  }

  private mutating func codeUnit() throws -> UInt32 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ UInt8(ascii: "+") != $0 && UInt8(ascii: "-") != $0 }),
      let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw refusal("expected four hexadecimal digits") }
    position += 4
    return unit
  }

  private mutating func skipSpaces() {
    while position < bytes.endIndex, [32, 9, 10, 13].contains(bytes[position]) { position += 1 }
  }

  private mutating func accept(_ text: String, skippingSpaces: Bool = true) -> Bool {
    if skippingSpaces { skipSpaces() }
    guard bytes[position...].starts(with: text.utf8) else { return false }
    position += text.utf8.count
    return true
  }

  private mutating func expect(_ text: String) throws {
    guard accept(text) else { throw refusal("expected '\(text)'") }
  }

  private func refusal(_ what: String) -> Refusal {
    .input("\(name), byte \(position): the safetensors header is damaged: \(what); save the file again")
  }
}
