import CGzip
import Messages

/// Reads zip archives, as npz files are: stored and deflated entries, zip64, every checksum verified.
///
/// Goals, in this order: no declared size is trusted; two readers cannot disagree about the content; speed. Hence the
/// central directory must end where its end record begins, local headers must repeat its names, and entries must not
/// overlap, which is how archives of a few kilobytes come to hold petabytes.
///
/// - Source: PKWARE, *APPNOTE.TXT*, version 6.3.10, sections 4.3 to 4.5.
struct ZipArchive {
  let name: String
  let entries: [ZipEntry]
  private let archive: LittleEndian
  /// Where the bytes of each entry lie.
  private let places: [Range<Int>]

  init(_ file: FileBytes) throws {
    name = file.name
    archive = LittleEndian(bytes: file.bytes)
    let directory = try ZipDirectory(archive, file: name)
    var entries: [ZipEntry] = []
    var names: Set<String> = []
    var place = directory.start
    for _ in 0..<directory.count {
      let entry = try ZipEntry(in: archive, at: place, file: name)
      guard entry.end <= directory.end else { throw directory.damaged("it is longer than declared") }
      guard names.insert(entry.name).inserted else {
        throw Refusal.input("\(name): the zip archive holds \"\(entry.name.prefix(60))\" twice; save it again")
      }
      entries.append(entry)
      place = entry.end
    }
    guard place == directory.end else { throw directory.damaged("it is shorter than declared") }
    places = try Self.places(of: entries, in: archive, before: directory.start, file: name)
    self.entries = entries
  }

  /// The unpacked bytes of an entry.
  ///
  /// - Throws: a `Refusal` of kind `input` where they are damaged or more than declared.
  func bytes(of index: Int) throws -> [UInt8] {
    let (entry, packed) = (entries[index], archive.bytes[places[index]])
    let title = "\(name), entry \"\(entry.name.prefix(60))\""
    let content: [UInt8]
    switch entry.method {
    case .stored: content = Array(packed)
    case .deflated:
      // What the whole archive may hold, so that many small entries are no way around the limit of one.
      let limit = min(FileBytes.defaultLimit, Inflation.limit(forCompressed: archive.bytes.count))
      content = try Inflation(name: title, wrapping: .none, limit: limit).all(packed)
    }
    guard content.count == entry.size,
      content.withUnsafeBufferPointer({ gzip_checksum(0, $0.baseAddress, $0.count) }) == entry.checksum
    else {
      throw Refusal.input("\(title): size or checksum is not as declared; the file is damaged, fetch or save it again")
    }
    return content
  }

  /// The first bytes of an entry, unverified: enough to say what it is.
  func prefix(of index: Int, count: Int) throws -> [UInt8] {
    let packed = archive.bytes[places[index]]
    guard entries[index].method == .deflated else { return Array(packed.prefix(count)) }
    return try Inflation(name: name, wrapping: .none, limit: count).prefix(count, of: packed)
  }

  /// Where the bytes of every entry lie, by its local header.
  private static func places(
    of entries: [ZipEntry], in archive: LittleEndian, before limit: Int, file: String
  ) throws -> [Range<Int>] {
    let places = try entries.map { entry in
      let start = entry.headerStart
      guard archive.isMarked([0x50, 0x4B, 3, 4], at: start),
        let nameLength = archive.number(at: start + 26, width: 2),
        let extraLength = archive.number(at: start + 28, width: 2),
        case let begin = start + 30 + nameLength + extraLength, begin <= limit,
        archive.bytes[(start + 30)..<(start + 30 + nameLength)].elementsEqual(entry.name.utf8),
        entry.compressedSize <= limit - begin
      else {
        throw Refusal.input(
          "\(file), entry \"\(entry.name.prefix(60))\": its bytes are not where the directory says; "
            + "the file is damaged or incomplete, fetch or save it again")
      }
      return begin..<(begin + entry.compressedSize)
    }
    var reached = 0
    for k in entries.indices.sorted(by: { entries[$0].headerStart < entries[$1].headerStart }) {
      guard entries[k].headerStart >= reached else {
        throw Refusal.input(
          "\(file): entries of the zip archive overlap, as \"\(entries[k].name.prefix(60))\" does; save it again")
      }
      reached = places[k].upperBound
    }
    return places
  }
}
