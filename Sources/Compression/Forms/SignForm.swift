public import ConvexFunctions
public import LinearAlgebra
public import PackedInference
public import Quantization

/// One bit per weight and one scale per class.
///
/// | structure | scale | why |
/// |---|---|---|
/// | boundary (ℓ∞) | the boundary value | most weights have it exactly, so little changes |
/// | zeros (ℓ1) | mean magnitude of the non-zeros; zeros stay zero | the support is what was learned |
/// | smooth (ℓ2) | mean magnitude | closest in least squares |
///
/// A class whose weights are all zero gets the scale 0.
///
/// - Source: arXiv 2402.10474, §4 (one-bit version of the ℓ∞ solution).
public struct SignForm: QuantizedForm {
  public init() {}
  public var format: any NumberFormat { OneBit() }
  public func suits(_ structure: SolutionStructure) -> Bool { true }

  public func quantized(_ weights: Matrix, structure: SolutionStructure) -> QuantizedMatrix {
    switch structure {
    case .boundary: return QuantizedMatrix(weights, format: OneBit(), scale: AbsMax())
    case .smooth: return QuantizedMatrix(weights, format: OneBit(), scale: MeanAbs())
    case .zeros:
      var signs = weights
      for i in signs.elements.indices where signs.elements[i] != 0 {
        signs.elements[i] = signs.elements[i] < 0 ? -1 : 1
      }
      let scales = (0..<weights.rowCount).map { k in
        let support = weights.row(k).filter { $0 != 0 }
        return MeanAbs().scale(of: support[...], for: OneBit())
      }
      return QuantizedMatrix(numbers: signs, scales: scales)
    }
  }

  public func layer(of quantized: QuantizedMatrix, structure: SolutionStructure) -> any PackedLayer {
    structure == .zeros
      ? SparseSignLayer(signsOf: quantized.numbers, scales: quantized.scales)
      : SignLayer(signsOf: quantized.numbers, scales: quantized.scales)
  }
}
