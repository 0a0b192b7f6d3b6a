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
      let start = weights.range(ofRow: k).lowerBound
      scales.append(threshold > 0 ? kept(row.span, above: threshold, in: &numbers, from: start) : 0)
    }
    return QuantizedMatrix(numbers: numbers, scales: scales)
  }

  public func layer(of quantized: QuantizedMatrix, structure: SolutionStructure) -> any PackedLayer {
    TernaryLayer(numbers: quantized.numbers, scales: quantized.scales)
  }
}

/// Writes the sign of each weight above a threshold, and returns their mean magnitude; 0 for none.
private func kept(_ row: Span<Double>, above threshold: Double, in numbers: inout Matrix, from start: Int) -> Double {
  var numbers = numbers.elements.mutableSpan
  precondition(start + row.count <= numbers.count)
  let (one, zero) = (SIMD4<Double>(repeating: 1), SIMD4<Double>())
  var (sums, counts) = (zero, zero)
  for first in stride(from: 0, to: row.count, by: 4) {
    var x = zero
    for lane in 0..<min(4, row.count - first) { x[lane] = row[unchecked: first + lane] }
    let above = x .> threshold
    let below = x .< -threshold
    sums += zero.replacing(with: x, where: above) - zero.replacing(with: x, where: below)
    let signs = zero.replacing(with: one, where: above).replacing(with: -one, where: below)
    counts += signs * signs
    for lane in 0..<min(4, row.count - first) { numbers[unchecked: start + first + lane] = signs[lane] }
  }
  return counts.sum() > 0 ? sums.sum() / counts.sum() : 0
}
