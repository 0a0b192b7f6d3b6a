import FeatureMaps
import Messages

extension ModelFile {
  /// The sections of a file, checked against their checksums.
  ///
  /// - Throws: a `Refusal` of kind `input`; nothing is believed before its checksum agrees, and no memory
  ///   is taken for a declared size that the file does not have.
  public static func sections(of bytes: [UInt8]) throws -> [Section] {
    try contents(of: bytes).map { Section(name: $0.kind.name, byteCount: $0.bytes.count, checksum: $0.checksum) }
  }

  /// The model in a file.
  ///
  /// - Throws: a `Refusal` of kind `input` for anything but a complete, undamaged model of version 1.
  public static func decode(_ bytes: [UInt8]) throws -> Model {
    let contents = try contents(of: bytes)
    func content(_ kind: SectionKind) -> Content? { contents.first { $0.kind == kind } }
    func required(_ kind: SectionKind) throws -> Content {
      guard let found = content(kind) else { throw Refusal.input("the model file has no section \(kind.name)") }
      return found
    }

    var shape = ByteReader(try required(.shape).bytes)
    let task = try shape.number(bytes: 4)
    let (rows, columns) = (try shape.number(bytes: 4), try shape.number(bytes: 4))
    try shape.finish("the shape")
    guard task <= 1 else { throw Refusal.input("the model file declares task \(task); 0 and 1 are known") }
    try Model.checkShape(rows: rows, columns: columns)
    guard task == 0 || content(.labels) == nil else {
      throw Refusal.input("the model file has class names for a model without classes")
    }
    let weights = try required(.weights)
    guard let form = Layers.with(code: weights.form) else {
      throw Refusal.input("the model file stores its weights in form \(weights.form), which this version does not know")
    }
    let layer = try form.init(
      rows: rows, columns: columns, weightBytes: weights.bytes,
      scales: try content(.scales).map { try floats($0.bytes) } ?? [])
    let map = try content(.map).map { try MapSection.decode($0.bytes, columns: columns) }
    let inputs = map?.inputCount ?? columns
    let standard = try content(.standardization).map { try floats($0.bytes) }
    if let standard, standard.count != 2 * inputs {
      throw Refusal.input("the standardization holds \(standard.count) numbers; \(2 * inputs) were expected")
    }
    let provenance = try content(.provenance).map { try text($0.bytes, "the provenance") }
    return try Model(
      map: map, layer: layer, intercept: try floats(try required(.intercept).bytes),
      answer: task == 1 ? .values : .classes(try labels(try required(.labels).bytes)),
      standardization: standard.map {
        Model.Standardization(means: Array($0.prefix(inputs)), deviations: Array($0.suffix(inputs)))
      },
      provenance: provenance ?? "")
  }

  private struct Content {
    let kind: SectionKind
    let form: UInt16
    let checksum: UInt32
    let bytes: ArraySlice<UInt8>
  }

  private static func contents(of bytes: [UInt8]) throws -> [Content] {
    guard bytes.starts(with: magic.dropLast()) else {
      throw Refusal.input("this is not a model file: it does not begin with \"SIGNBIT\"")
    }
    guard bytes.starts(with: magic) else {
      guard bytes.count >= magic.count else { throw Refusal.input("the model file ends within its first 8 bytes") }
      // Versions are the digits from "1" on.
      throw Refusal.input(
        "the model file has version \(Int(bytes[magic.count - 1]) - 48); this program reads version 1")
    }
    var reader = ByteReader(bytes[magic.count...])
    let count = try reader.number(bytes: 4)
    let tableChecksum = try reader.number(bytes: 4)
    guard (1...largestSectionCount).contains(count) else {
      throw Refusal.input(
        "the model file declares \(count) sections; between 1 and \(largestSectionCount) are possible")
    }
    let table = try reader.bytes(count * entryLength)
    guard Int(crc32(table)) == tableChecksum else {
      throw Refusal.input("the table of the model file is damaged: its checksum does not agree")
    }
    var entries = ByteReader(table)
    var contents: [Content] = []
    for _ in 0..<count {
      let (number, form) = (try entries.number(bytes: 2), try entries.number(bytes: 2))
      let (length, checksum) = (try entries.number(bytes: 4), try entries.number(bytes: 4))
      guard let kind = SectionKind(rawValue: UInt16(number)) else {
        throw Refusal.input("the model file has a section of kind \(number), which this version does not know")
      }
      guard contents.last.map({ $0.kind.rawValue < kind.rawValue }) ?? true else {
        throw Refusal.input("the model file lists section \(kind.name) twice or out of order")
      }
      guard length > 0, form == 0 || kind == .weights else {
        throw Refusal.input("section \(kind.name) of the model file has length \(length) and form \(form)")
      }
      let content = try reader.bytes(length)
      guard Int(crc32(content)) == checksum else {
        throw Refusal.input("section \(kind.name) of the model file is damaged: its checksum does not agree")
      }
      contents.append(Content(kind: kind, form: UInt16(form), checksum: UInt32(checksum), bytes: content))
    }
    try reader.finish("the sections of the model file")
    return contents
  }

  private static func floats(_ bytes: ArraySlice<UInt8>) throws -> [Float] {
    guard bytes.count.isMultiple(of: 4) else {
      throw Refusal.input("a section of numbers has \(bytes.count) bytes, which is no multiple of 4")
    }
    var reader = ByteReader(bytes)
    return try reader.floats(bytes.count / 4)
  }

  private static func labels(_ bytes: ArraySlice<UInt8>) throws -> [String] {
    var reader = ByteReader(bytes)
    var names: [String] = []
    while reader.remaining > 0 {
      let length = try reader.number(bytes: 2)
      names.append(try text(try reader.bytes(length), "class name \(names.count + 1)"))
    }
    return names
  }

  private static func text(_ bytes: ArraySlice<UInt8>, _ what: String) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Refusal.input("\(what) of the model file is not UTF-8 text")
    }
    return text
  }
}
