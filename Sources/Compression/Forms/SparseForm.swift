public import ConvexFunctions
public import LinearAlgebra
public import PackedInference

/// The non-zero weights as they are; by default where solutions have exact zeros.
public struct SparseForm: StorageForm {
  public init() {}
  public var name: String { SparseLayer.format }
  public var bitWidth: Int { SparseLayer.bitWidth }
  public func suits(_ structure: SolutionStructure) -> Bool { structure == .zeros }
  public func layer(of weights: Matrix, structure: SolutionStructure) -> any PackedLayer { SparseLayer(weights) }
}
