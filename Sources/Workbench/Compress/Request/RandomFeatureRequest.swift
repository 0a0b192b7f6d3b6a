/// Which random features `compress` tries; nil takes what suits the data.
public struct RandomFeatureRequest: Sendable, Codable, Equatable {
  /// "dense", "hadamard", "conv", "patch".
  public var maps: [String]?
  /// Alternatives, each the widths of the layers of one map.
  public var widths: [[Int]]?
  /// So many layers of equal width.
  public var depth: Int?
  /// A name in the catalog; nil is ReLU, or the sign where signs are counted.
  public var activation: String?
  /// The law of dense weights: "one-bit" or "gaussian".
  public var weights: String?
  /// The side of filters and patches.
  public var filter: Int?
  /// What convolutions pool: "mean" or "count".
  public var pool: String?
  /// Height and width of the images that the rows are; nil takes what the data say.
  public var image: [Int]?
  /// Copies moved by up to so many pixels train along.
  public var shifts: Int?
  /// Whether a random rotation comes before dense maps.
  public var rotates = false
  /// What files hold of a map: "seed" or "bits".
  public var store: String?
  /// How the last layer is found: "direct" or "mirror-descent"; nil is direct.
  public var fit: String?

  public init() {}

  /// Those that concern binary networks as well.
  static let sharedFlags = ["--width", "--depth", "--image", "--shifts"]

  /// The flags that were given, as one types them.
  var flags: [String] { words.filter { $0.hasPrefix("--") } }

  /// The flags as one types them.
  var words: [String] {
    var words: [String] = []
    func add(_ flag: String, _ value: String?) { if let value { words += [flag, value] } }
    add("--map", maps?.joined(separator: ","))
    add("--width", widths?.map { $0.map(String.init).joined(separator: "x") }.joined(separator: ","))
    add("--depth", depth.map(String.init))
    add("--activation", activation)
    add("--weights", weights)
    add("--filter", filter.map(String.init))
    add("--pool", pool)
    add("--image", image?.map(String.init).joined(separator: "x"))
    add("--shifts", shifts.map(String.init))
    if rotates { words.append("--rotate") }
    add("--store", store)
    add("--fit", fit)
    return words
  }
}
