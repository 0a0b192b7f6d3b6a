import FeatureMaps
import Messages
import PackedInference

/// What `signbit inspect` found in a model file.
public struct InspectAnswer: Sendable, Codable, Equatable {
  public struct Section: Sendable, Codable, Equatable {
    public let name: String
    public let bytes: Int
    /// CRC-32 in hexadecimal.
    public let checksum: String
  }

  /// One step of the map: random features, or a layer of a binary network.
  public struct MapStep: Sendable, Codable, Equatable {
    public let kind: String
    public let inputs: Int
    public let outputs: Int
    /// The bits of its numbers, stored or not: random ones, or the trained ones of a binary layer.
    public let randomBits: Int
    /// Of its random numbers; null where the file stores them.
    @OrNull public var seed: UInt64?
  }

  public let file: String
  public let bytes: Int
  /// "classify" or "regress".
  public let task: String
  public let rows: Int
  public let columns: Int
  public let format: String
  public let bitsPerWeight: Int
  public let classes: [String]
  public let standardized: Bool
  public let sections: [Section]
  /// The steps of the map; empty for a linear model.
  public let map: [MapStep]
  /// The header and the table.
  public let overheadBytes: Int
  /// How the model was made, as the file says.
  public let provenance: String
}

public struct Inspect: Sendable {
  private let path: String

  public init(_ path: String) { self.path = path }

  public func callAsFunction() throws -> InspectAnswer {
    let (model, bytes) = try readModel(path)
    let sections = try ModelFile.sections(of: bytes)
    let classes: [String] = if case .classes(let names) = model.answer { names } else { [] }
    return InspectAnswer(
      file: path, bytes: bytes.count, task: classes.isEmpty ? "regress" : "classify", rows: model.layer.rowCount,
      columns: model.layer.columnCount, format: model.format, bitsPerWeight: type(of: model.layer).bitWidth,
      classes: classes, standardized: model.standardization != nil,
      sections: sections.map {
        let digits = String($0.checksum, radix: 16)
        return .init(
          name: $0.name, bytes: $0.byteCount, checksum: String(repeating: "0", count: 8 - digits.count) + digits)
      },
      map: model.map?.layers.map { InspectAnswer.MapStep($0) } ?? [],
      overheadBytes: bytes.count - sections.map(\.byteCount).reduce(0, +), provenance: model.provenance)
  }
}

extension InspectAnswer.MapStep {
  init(_ map: any FeatureMap) {
    kind = map.name
    inputs = map.inputCount
    outputs = map.outputCount
    randomBits = map.storedBits
    if case .seed(let seed, _) = map.origin { self.seed = seed } else { seed = nil }
  }
}
