public import ConvexFunctions
public import LinearAlgebra
public import PackedInference

/// Half the bytes of Float32 for a rounding that no error shows.
public struct Float16Form: StorageForm {
  public init() {}
  public var name: String { HalfLayer.format }
  public var bitWidth: Int { HalfLayer.bitWidth }
  public func suits(_ structure: SolutionStructure) -> Bool { structure == .smooth }
  public func layer(of weights: Matrix, structure: SolutionStructure) -> any PackedLayer { HalfLayer(weights) }
  public func stored(_ weights: Matrix, structure: SolutionStructure) -> Matrix { PackedHalves.rounded(weights) }
}
