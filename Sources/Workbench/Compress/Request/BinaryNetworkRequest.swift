/// How `compress` trains binary networks; their widths and shifts are those of `RandomFeatureRequest`.
public struct BinaryNetworkRequest: Sendable, Codable, Equatable {
  /// Passes over the rows; nil is 100.
  public var epochs: Int?
  /// A name in the catalog; nil is "hard-tanh".
  public var surrogate: String?
  /// "adam" or "sgd"; nil is "adam".
  public var optimizer: String?

  public init() {}

  /// The flags as one types them.
  var words: [String] {
    var words: [String] = []
    func add(_ flag: String, _ value: String?) { if let value { words += [flag, value] } }
    add("--epochs", epochs.map(String.init))
    add("--surrogate", surrogate)
    add("--optimizer", optimizer)
    return words
  }
}
