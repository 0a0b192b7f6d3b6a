import CGzip
import DataFiles
import Messages
import Testing

/// Zip archives by hand: what NumPy does not write for small arrays, and what nobody should.
@Suite struct ZipTests {
  /// A file in an archive; the numbers that its directory declares can be changed.
  struct Part {
    var name: String
    var content: [UInt8]
    /// Bytes that belong to the entry though other entries begin among them.
    var extent: Int?
  }

  private func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// - Parameter isWide: whether sizes, places and counts stand in zip64 fields.
  private func zip(_ parts: [Part], isWide: Bool = false, comment: String = "") -> [UInt8] {
    var (files, starts): ([UInt8], [Int]) = ([], [])
    for part in parts {
      starts.append(files.count)
      files += mark(3, 4) + little(45, 2)
      files += little(0, 20) + little(part.name.utf8.count, 2) + little(0, 2)
      files += bytes(part.name) + part.content
    }
    var directory: [UInt8] = []
    for (part, start) in Swift.zip(parts, starts) {
      let begin = start + 30 + part.name.utf8.count
      let covered = Array(files[begin..<(begin + (part.extent ?? part.content.count))])
      let checksum = covered.withUnsafeBufferPointer { gzip_checksum(0, $0.baseAddress, $0.count) }
      let wide = little(covered.count, 8) + little(covered.count, 8) + little(start, 8)
      // Another field stands before the one that matters.
      var extra: [UInt8] = isWide ? little(7, 2) + little(3, 2) + [9, 9, 9] : []
      if isWide { extra += little(1, 2) + little(wide.count, 2) + wide }
      let size = isWide ? 0xFFFF_FFFF : covered.count
      directory += mark(1, 2) + little(45, 2)
      directory += little(45, 2) + little(0, 8) + little(Int(checksum), 4)
      directory += little(size, 4) + little(size, 4) + little(part.name.utf8.count, 2)
      directory += little(extra.count, 2) + little(0, 10)
      directory += little(isWide ? 0xFFFF_FFFF : start, 4) + bytes(part.name) + extra
    }
    var end: [UInt8] = []
    if isWide {
      end += mark(6, 6) + little(44, 8) + little(45, 2)
      end += little(45, 2) + little(0, 8) + little(parts.count, 8) + little(parts.count, 8)
      end += little(directory.count, 8) + little(files.count, 8)
      end += mark(6, 7) + little(0, 4)
      end += little(files.count + directory.count, 8) + little(1, 4)
    }
    let count = isWide ? 0xFFFF : parts.count
    end += mark(5, 6) + little(0, 4)
    end += little(count, 2) + little(count, 2)
    end += little(isWide ? 0xFFFF_FFFF : directory.count, 4)
    end += little(isWide ? 0xFFFF_FFFF : files.count, 4)
    end += little(comment.utf8.count, 2) + bytes(comment)
    return files + directory + end
  }

  private func mark(_ a: UInt8, _ b: UInt8) -> [UInt8] { [0x50, 0x4B, a, b] }

  private func open(_ content: [UInt8]) throws -> ArrayArchive {
    try ArrayArchive(FileBytes(name: "t.npz", content: content))
  }

  private let parts = [
    Part(name: "X.npy", content: npy("|u1", "(2, 2)", [1, 2, 3, 4])), Part(name: "notes.txt", content: bytes("none")),
    Part(name: "y.npy", content: npy("|i1", "(2,)", [5, 255])),
  ]

  @Test(arguments: [false, true]) func everyArrayIsFound(_ isWide: Bool) throws {
    for comment in ["", "PK\u{5}\u{6} is no end"] {
      let archive = try open(zip(parts, isWide: isWide, comment: comment))
      #expect(archive.entries.map(\.name) == ["X", "y"] && archive.entries[0].shape == [2, 2])
      #expect(try archive.array("X").elements == [1, 2, 3, 4] && archive.array("y").elements == [5, -1])
    }
  }

  @Test(arguments: [false, true]) func everyTruncationIsRefused(_ isWide: Bool) {
    let whole = zip(parts, isWide: isWide)
    for length in 4..<whole.count {
      #expect(isClear(refusal { try open(Array(whole[..<length])) }, naming: "t.npz"), "\(length)")
    }
  }

  /// An entry that covers others is how a few kilobytes come to hold petabytes.
  @Test func entriesThatOverlap() {
    var overlapping = parts
    overlapping[0].extent = parts[0].content.count + 40
    let refused = refusal { try open(zip(overlapping)) }
    #expect(isClear(refused, naming: "t.npz") && refused?.message.contains("overlap") == true)
  }

  @Test func namesThatOccurTwiceAndDamagedArrays() throws {
    let twice = refusal { try open(zip([parts[0], parts[0]])) }
    #expect(twice?.message.contains("holds \"X.npy\" twice") == true)
    var damaged = zip(parts)
    damaged[30 + 5 + parts[0].content.count - 1] ^= 1
    let archive = try open(damaged)
    #expect(refusal { try archive.array("X") }?.message.contains("checksum") == true)
    #expect(try archive.array("y").elements == [5, -1])
    // An array that cannot be read is listed as such and leaves the others alone.
    let words = Part(name: "w.npy", content: npy("<U1", "(1,)", [65, 0, 0, 0]))
    let mixed = try open(zip(parts + [words, Part(name: "bad.npy", content: [1, 2])]))
    #expect(mixed.entries.map(\.isNumeric) == [true, true, false, false])
    #expect(isClear(refusal { try mixed.array("w") }, naming: "t.npz"))
    #expect(isClear(refusal { try mixed.array("bad") }, naming: "t.npz"))
  }
}
