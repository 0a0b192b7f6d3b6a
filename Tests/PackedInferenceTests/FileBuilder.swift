/// Files made section by section, with valid checksums whatever the sections hold: what stands behind the
/// checksums is reached only so. It shares no code with the package.
struct FileBuilder: Equatable {
  struct Section: Equatable {
    var kind: UInt16
    var form: UInt16 = 0
    var content: [UInt8]
    /// The length that the table declares; nil for the true one.
    var declaredLength: UInt32?
  }

  var magic = Array("SIGNBIT1".utf8)
  var sections: [Section]
  /// The count that the header declares; nil for the true one.
  var declaredCount: UInt32?

  static let (shape, weights, scales, intercept) = (UInt16(1), UInt16(2), UInt16(3), UInt16(4))
  static let (labels, standardization, provenance) = (UInt16(5), UInt16(6), UInt16(7))

  init(_ sections: [Section]) { self.sections = sections }

  /// Takes a valid file apart.
  init(parsing file: [UInt8]) {
    func number(_ offset: Int, _ width: Int) -> Int {
      (0..<width).reduce(0) { $0 | Int(file[offset + $1]) << (8 * $1) }
    }
    var place = 16 + 12 * number(8, 4)
    sections = (0..<number(8, 4)).map { i in
      let entry = 16 + 12 * i
      let length = number(entry + 4, 4)
      defer { place += length }
      return Section(
        kind: UInt16(number(entry, 2)), form: UInt16(number(entry + 2, 2)), content: Array(file[place..<place + length])
      )
    }
  }

  var bytes: [UInt8] {
    var table: [UInt8] = []
    for section in sections {
      table += Self.little(section.kind) + Self.little(section.form)
      table += Self.little(section.declaredLength ?? UInt32(section.content.count))
      table += Self.little(Self.crc32(section.content))
    }
    return magic + Self.little(declaredCount ?? UInt32(sections.count)) + Self.little(Self.crc32(table)) + table
      + sections.flatMap(\.content)
  }

  /// The same file with another content of a section of that kind; a new section where there is none.
  func with(_ kind: UInt16, form: UInt16? = nil, _ content: [UInt8]) -> FileBuilder {
    var copy = self
    if let i = copy.sections.firstIndex(where: { $0.kind == kind }) {
      copy.sections[i].content = content
      copy.sections[i].form = form ?? copy.sections[i].form
    } else {
      copy.sections.append(Section(kind: kind, form: form ?? 0, content: content))
      copy.sections.sort { $0.kind < $1.kind }
    }
    return copy
  }

  func without(_ kind: UInt16) -> FileBuilder {
    var copy = self
    copy.sections.removeAll { $0.kind == kind }
    return copy
  }

  func content(_ kind: UInt16) -> [UInt8] { sections.first { $0.kind == kind }?.content ?? [] }

  static func shape(task: UInt32 = 0, _ rows: UInt32, _ columns: UInt32) -> [UInt8] {
    little(task) + little(rows) + little(columns)
  }

  static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }

  static func floats(_ numbers: [Float]) -> [UInt8] { numbers.flatMap { little($0.bitPattern) } }

  /// CRC-32 bit by bit, as RFC 1952 defines it.
  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc = UInt32.max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return ~crc
  }
}
