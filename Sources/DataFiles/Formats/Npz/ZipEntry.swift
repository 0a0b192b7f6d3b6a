import Messages

/// One file inside a zip archive, as its central directory describes it.
struct ZipEntry {
  enum Method: Int {
    case stored = 0
    case deflated = 8
  }

  let name: String
  let method: Method
  /// CRC-32 of the unpacked bytes.
  let checksum: UInt32
  /// Sizes as declared; believed only where as many bytes are really there.
  let compressedSize: Int
  let size: Int
  /// Where the local header of the entry begins.
  let headerStart: Int
  /// Where the next entry of the central directory begins.
  let end: Int

  /// Reads the entry of the central directory at a place.
  ///
  /// - Throws: a `Refusal` of kind `input` for damage, and for what is not read here: encryption, archives in several
  ///   parts, methods other than stored and deflate.
  init(in archive: LittleEndian, at place: Int, file: String) throws {
    func damaged(_ what: String) -> Refusal {
      .input("\(file), byte \(place): the directory of the zip archive is damaged: \(what); save or fetch it again")
    }
    func number(_ offset: Int, _ width: Int) throws -> Int {
      guard let number = archive.number(at: place + offset, width: width) else { throw damaged("it ends early") }
      return number
    }
    guard archive.isMarked([0x50, 0x4B, 1, 2], at: place) else { throw damaged("an entry does not begin here") }
    let flags = try number(8, 2)
    let code = try number(10, 2)
    let sum = try number(16, 4)
    let (nameLength, extraLength) = (try number(28, 2), try number(30, 2))
    let extraStart = place + 46 + nameLength
    end = extraStart + extraLength + (try number(32, 2))
    guard end <= archive.bytes.count else { throw damaged("it ends early") }
    guard let text = String(validating: archive.bytes[(place + 46)..<extraStart], as: UTF8.self), !text.isEmpty else {
      throw damaged("a name is empty or not UTF-8")
    }
    let entry = "\(file), entry \"\(text.prefix(60))\""
    // Bit 0 is encryption, bit 6 strong encryption, bit 13 a masked directory; bit 5 is patched data.
    guard flags & (1 | 1 << 5 | 1 << 6 | 1 << 13) == 0 else {
      throw Refusal.input("\(entry): is encrypted, which is not read here; unpack it and save it without a password")
    }
    guard let known = Method(rawValue: code) else {
      throw Refusal.input(
        "\(entry): is compressed by method \(code), expected 0 (stored) or 8 (deflate); save it with numpy.savez")
    }
    // Zip64: a field that cannot hold its number is all ones, and the extra field has the number, in this order.
    var fields = [(24, 4), (20, 4), (42, 4), (34, 2)].map { (offset: $0.0, width: $0.1, value: 0) }
    for k in fields.indices { fields[k].value = try number(fields[k].offset, fields[k].width) }
    let wide = fields.indices.filter { fields[$0].value == (1 << (8 * fields[$0].width)) - 1 }
    if !wide.isEmpty {
      var at = try Self.zip64Field(in: archive, from: extraStart, to: extraStart + extraLength)
      for k in wide {
        let width = k == 3 ? 4 : 8
        guard let start = at.first, start + width <= at.upperBound,
          let value = archive.number(at: start, width: width)
        else { throw damaged("a zip64 size is missing or impossible") }
        fields[k].value = value
        at = (start + width)..<at.upperBound
      }
    }
    guard fields[3].value == 0 else {
      throw Refusal.input("\(entry): lies in another part of a divided archive, expected a single file; join the parts")
    }
    name = text
    method = known
    checksum = UInt32(sum)
    size = fields[0].value
    compressedSize = fields[1].value
    headerStart = fields[2].value
    guard known == .deflated || size == compressedSize else { throw damaged("a stored entry has two sizes") }
  }

  /// Where the content of the extra field with number 1 lies; empty where there is none.
  private static func zip64Field(in archive: LittleEndian, from start: Int, to end: Int) throws -> Range<Int> {
    var place = start
    while place + 4 <= end, let kind = archive.number(at: place, width: 2),
      let length = archive.number(at: place + 2, width: 2), place + 4 + length <= end
    {
      if kind == 1 { return (place + 4)..<(place + 4 + length) }
      place += 4 + length
    }
    return start..<start
  }
}
