public import ConvexFunctions
public import LinearAlgebra
public import PackedInference
public import Quantization

/// −1, 0 or +1 times one scale per class.
///
///     zero where |wⱼ| ≤ 0.7 · mean |w|,   scale = mean |wⱼ| of the others
///
/// Where a solution has exact zeros (ℓ1) the means run over its non-zeros.
///
/// - Source: Li & Liu, *Ternary Weight Networks* (2016), eq. (6).
public struct TernaryForm: QuantizedForm {
  public init() {}
  public var format: any NumberFormat { Ternary() }
  public func suits(_ structure: SolutionStructure) -> Bool { structure == .smooth }

  public func quantized(_ weights: Matrix, structure: SolutionStructure) -> QuantizedMatrix {
    var numbers = Matrix(rows: weights.rowCount, columns: weights.columnCount)
    var scales: [Double] = []
    for k in 0..<weights.rowCount {
      let row = weights.row(k)
      let support = structure == .zeros ? ArraySlice(row.filter { $0 != 0 }) : row
      let threshold = 0.7 * MeanAbs().scale(of: support, for: Ternary())
      let kept = row.filter { $0.magnitude > threshold }
      scales.append(MeanAbs().scale(of: kept[...], for: Ternary()))
      for j in weights.range(ofRow: k) where weights.elements[j].magnitude > threshold {
        numbers.elements[j] = weights.elements[j] < 0 ? -1 : 1
      }
    }
    return QuantizedMatrix(numbers: numbers, scales: scales)
  }

  public func layer(of quantized: QuantizedMatrix, structure: SolutionStructure) -> any PackedLayer {
    TernaryLayer(numbers: quantized.numbers, scales: quantized.scales)
  }
}
