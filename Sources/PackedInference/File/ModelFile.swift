import Messages

/// The bytes of `model.signbit`: a fixed header, a table of sections, the sections, nothing else.
///
/// Little-endian throughout. Specified with test vectors in `Documentation/ModelFormat.md`.
///
/// | offset | bytes | what |
/// |---|---|---|
/// | 0 | 8 | "SIGNBIT1" |
/// | 8 | 4 | number of sections |
/// | 12 | 4 | CRC-32 of the table that follows |
/// | 16 | 12 × sections | kind (2), form (2), length (4), CRC-32 of the content (4) |
/// | … | | the contents, in the order of the table |
///
/// Sections stand in ascending order of their kind, and none is empty: a model has one form in bytes, and
/// `decode` accepts no other.
public enum ModelFile {
  static let magic = Array("SIGNBIT1".utf8)
  static let headerLength = 16
  static let entryLength = 12
  /// No file holds more sections than there are kinds.
  static let largestSectionCount = SectionKind.allCases.count

  /// What a section holds. Numbers are never reused.
  enum SectionKind: UInt16, CaseIterable {
    case shape = 1
    case weights, scales, intercept, labels, standardization, provenance, map

    var name: String { String(describing: self) }
  }

  /// A section as listed in the file.
  public struct Section: Sendable, Equatable {
    public let name: String
    public let byteCount: Int
    public let checksum: UInt32
  }

  /// The model as bytes.
  public static func encode(_ model: Model) -> [UInt8] {
    let form = type(of: model.layer).code
    var sections: [(SectionKind, UInt16, [UInt8])] = [
      (.shape, 0, shapeBytes(model)),
      (.weights, form, model.layer.weightBytes),
    ]
    if !model.layer.scales.isEmpty { sections.append((.scales, 0, littleEndianBytes(model.layer.scales))) }
    sections.append((.intercept, 0, littleEndianBytes(model.intercept)))
    if case .classes(let names) = model.answer { sections.append((.labels, 0, labelBytes(names))) }
    if let standardization = model.standardization {
      sections.append((.standardization, 0, littleEndianBytes(standardization.means + standardization.deviations)))
    }
    if !model.provenance.isEmpty { sections.append((.provenance, 0, Array(model.provenance.utf8))) }
    if let map = model.map { sections.append((.map, 0, MapSection.bytes(map))) }

    var table: [UInt8] = []
    for (kind, form, content) in sections {
      table += littleEndianBytes(kind.rawValue) + littleEndianBytes(form) + littleEndianBytes(UInt32(content.count))
      table += littleEndianBytes(crc32(content[...]))
    }
    var bytes = magic + littleEndianBytes(UInt32(sections.count)) + littleEndianBytes(crc32(table[...])) + table
    for (_, _, content) in sections { bytes += content }
    return bytes
  }

  private static func shapeBytes(_ model: Model) -> [UInt8] {
    let task: UInt32 = model.answer == .values ? 1 : 0
    return littleEndianBytes(task) + littleEndianBytes(UInt32(model.layer.rowCount))
      + littleEndianBytes(UInt32(model.layer.columnCount))
  }

  /// Each label as its length in bytes (2) and its UTF-8.
  private static func labelBytes(_ names: [String]) -> [UInt8] {
    names.flatMap { name in
      littleEndianBytes(UInt16(name.utf8.count)) + Array(name.utf8)
    }
  }
}
