/// The catalog of compressions: what is listed here is tested and reachable from every door.
public enum Compressions {
  public static let all: [any Compression] = [Float32Form(), SparseForm(), SignForm()]

  /// The compression of that name; nil when there is none.
  public static func named(_ name: String) -> (any Compression)? { all.first { $0.name == name } }
}
