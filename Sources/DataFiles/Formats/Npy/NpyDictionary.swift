import Messages

/// The dictionary in the header: Python's notation with exactly the keys descr, fortran_order and shape.
struct NpyDictionary {
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
