import Messages

/// A file of named arrays: npz or safetensors.
///
/// Opening reads names and shapes only; an array is unpacked and decoded when it is asked for.
public struct ArrayArchive: Sendable {
  /// What the file says about one of its arrays.
  public struct Entry: Sendable, Equatable {
    public let name: String
    /// The length of each axis; none for a single number.
    public let shape: [Int]
    /// Whether its elements are real numbers, so that it can be read.
    public let isNumeric: Bool

    public init(name: String, shape: [Int], isNumeric: Bool) {
      self.name = name
      self.shape = shape
      self.isNumeric = isNumeric
    }

    /// "X (60 × 784)".
    var text: String {
      let place = shape.isEmpty ? "a single value" : shape.map(String.init).joined(separator: " × ")
      return "\(name.prefix(60)) (\(isNumeric ? place : place + ", not numbers"))"
    }
  }

  /// The name of the file, for messages.
  public let fileName: String
  /// The arrays in the order of the file.
  public let entries: [Entry]
  private let store: any ArrayStore

  /// Opens a file, or standard input for "-".
  ///
  /// - Throws: a `Refusal` of kind `input` where the file is damaged or holds no named arrays.
  public init(path: String) throws { try self.init(FileBytes(path: path)) }

  public init(_ file: FileBytes) throws {
    let formats = DataFormats.all.compactMap { $0 as? any ArchiveFormat }
    guard let format = formats.first(where: { $0.recognizes(file.bytes) }) else {
      throw Refusal.input(
        "\(file.name): holds no named arrays; expected \(formats.map(\.name).joined(separator: " or "))")
    }
    try self.init(file, format)
  }

  init(_ file: FileBytes, _ format: some ArchiveFormat) throws {
    store = try format.store(file)
    entries = store.entries
    fileName = file.name
  }

  /// Decodes an array.
  ///
  /// - Parameter name: exactly as in `entries`.
  /// - Throws: a `Refusal` of kind `input` for an unknown name, damaged bytes and what `NumberArray` cannot hold.
  public func array(_ name: String) throws -> NumberArray {
    guard let index = entries.firstIndex(where: { $0.name == name }) else {
      throw lacks(name)
    }
    return try store.array(index)
  }

  /// "it holds X (60 × 784), y (60)".
  public var listing: String {
    if entries.isEmpty { return "it holds no arrays" }
    let shown = entries.prefix(8).map(\.text).joined(separator: ", ")
    return "it holds \(shown)" + (entries.count > 8 ? " and \(entries.count - 8) more" : "")
  }
}

/// How one format keeps named arrays.
protocol ArrayStore: Sendable {
  var entries: [ArrayArchive.Entry] { get }
  func array(_ index: Int) throws -> NumberArray
}
