public import LinearAlgebra
public import PackedInference

/// No compression but the rounding to Float32: the reference beside which all others are read.
public struct Float32Form: Compression {
  public init() {}
  public var name: String { DenseLayer.format }
  public var bitWidth: Int { DenseLayer.bitWidth }
  public func suits(penalty: String) -> Bool { true }
  public func layer(of weights: Matrix, penalty: String) -> any PackedLayer { DenseLayer(weights) }
}
