/// The catalog of storage forms: what is listed here can be written, read, run and inspected.
public enum Layers {
  public static let all: [any PackedLayer.Type] = [
    DenseLayer.self, SignLayer.self, SparseLayer.self, SparseSignLayer.self, TernaryLayer.self, HalfLayer.self,
    IntegerLayer<2>.self, IntegerLayer<3>.self, IntegerLayer<4>.self, IntegerLayer<5>.self, IntegerLayer<6>.self,
    IntegerLayer<7>.self, IntegerLayer<8>.self,
  ]

  static func with(code: UInt16) -> (any PackedLayer.Type)? { all.first { $0.code == code } }
}
