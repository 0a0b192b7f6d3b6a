public import ConvexFunctions
public import LinearAlgebra
public import PackedInference

/// No compression but the rounding to Float32: the reference beside which all others are read.
public struct Float32Form: StorageForm {
  public init() {}
  public var name: String { DenseLayer.format }
  public var bitWidth: Int { DenseLayer.bitWidth }
  public func suits(_ structure: SolutionStructure) -> Bool { true }
  public func layer(of weights: Matrix, structure: SolutionStructure) -> any PackedLayer { DenseLayer(weights) }
}
