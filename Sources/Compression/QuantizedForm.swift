public import ConvexFunctions
public import LinearAlgebra
public import PackedInference
public import Quantization

/// A storage form of few numbers and one scale per class, so that rounding and scale can be chosen apart.
public protocol QuantizedForm: StorageForm {
  /// The numbers that weights are rounded to.
  var format: any NumberFormat { get }
  /// Plain rounding: each weight to a near number, a function of W alone.
  func quantized(_ weights: Matrix, structure: SolutionStructure) -> QuantizedMatrix
  /// The layer of weights that have been rounded, by whatever rule.
  func layer(of quantized: QuantizedMatrix, structure: SolutionStructure) -> any PackedLayer
}

extension QuantizedForm {
  public var name: String { format.name }
  public var bitWidth: Int { format.bitWidth }

  public func layer(of weights: Matrix, structure: SolutionStructure) -> any PackedLayer {
    layer(of: quantized(weights, structure: structure), structure: structure)
  }
}
