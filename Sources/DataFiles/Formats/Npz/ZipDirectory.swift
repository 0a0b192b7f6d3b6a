import Messages

/// Where the central directory of a zip archive lies, by the record at its end.
struct ZipDirectory {
  let start: Int
  let end: Int
  let count: Int
  private let file: String

  init(_ archive: LittleEndian, file: String) throws {
    self.file = file
    guard let record = Self.endRecord(in: archive) else {
      throw Refusal.input(
        "\(file), byte \(archive.bytes.count): the zip archive ends without its directory; "
          + "it is incomplete, copy or save it again")
    }
    func number(_ place: Int, _ width: Int) throws -> Int {
      guard let number = archive.number(at: place, width: width) else {
        throw Refusal.input("\(file), byte \(place): the end of the zip archive is damaged; fetch or save it again")
      }
      return number
    }
    var disks = [try number(record + 4, 2), try number(record + 6, 2)]
    var counts = [try number(record + 8, 2), try number(record + 10, 2)]
    var (size, offset) = (try number(record + 12, 4), try number(record + 16, 4))
    var end = record
    let isZip64 = disks.contains(0xFFFF) || counts.contains(0xFFFF) || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF
    if isZip64, archive.isMarked([0x50, 0x4B, 6, 7], at: record - 20) {
      end = try number(record - 12, 8)
      guard end <= record - 76, archive.isMarked([0x50, 0x4B, 6, 6], at: end) else {
        throw Refusal.input(
          "\(file), byte \(record - 12): the zip64 record is not where it should be; fetch or save it again")
      }
      disks = [try number(end + 16, 4), try number(end + 20, 4), try number(record - 16, 4)]
      counts = [try number(end + 24, 8), try number(end + 32, 8)]
      (size, offset) = (try number(end + 40, 8), try number(end + 48, 8))
    }
    guard disks.allSatisfy({ $0 == 0 }), counts[0] == counts[1] else {
      throw Refusal.input("\(file): is one part of a divided zip archive, expected a single file; join the parts")
    }
    start = offset
    self.end = end
    count = counts[0]
    guard size <= end, offset == end - size else {
      throw damaged("it does not end where the end record begins")
    }
    // An entry takes 46 bytes at least.
    guard count <= size / 46 else { throw damaged("it declares \(count) entries in \(size) bytes") }
  }

  func damaged(_ what: String) -> Refusal {
    .input("\(file), byte \(start): the directory of the zip archive is damaged: \(what); save or fetch it again")
  }

  /// The last place that looks like the end record and whose comment reaches exactly to the end of the file.
  private static func endRecord(in archive: LittleEndian) -> Int? {
    let last = archive.bytes.count - 22
    guard last >= 0 else { return nil }
    for place in stride(from: last, through: max(0, last - 0xFFFF), by: -1)
    where archive.isMarked([0x50, 0x4B, 5, 6], at: place)
      && archive.number(at: place + 20, width: 2) == last - place
    {
      return place
    }
    return nil
  }
}
