/// The catalog of storage forms: what is listed here can be written, read, run and inspected.
public enum Layers {
  public static let all: [any PackedLayer.Type] = [
    DenseLayer.self, SignLayer.self, SparseLayer.self, SparseSignLayer.self,
  ]

  static func with(code: UInt16) -> (any PackedLayer.Type)? { all.first { $0.code == code } }
}
