public import LinearAlgebra
public import PackedInference

/// The non-zero weights as they are; by default for ℓ1, whose solutions have exact zeros.
public struct SparseForm: Compression {
  public init() {}
  public var name: String { SparseLayer.format }
  public var bitWidth: Int { SparseLayer.bitWidth }
  public func suits(penalty: String) -> Bool { penalty == "l1" }
  public func layer(of weights: Matrix, penalty: String) -> any PackedLayer { SparseLayer(weights) }
}
