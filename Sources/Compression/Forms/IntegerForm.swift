public import ConvexFunctions
public import LinearAlgebra
public import PackedInference
public import Quantization

/// Mid-rise integers of b bits and one scale per class.
///
///     range of a class = max |w| for a solution with a boundary (ℓ∞), else min(max |w|, 3 rms w)
///
/// cut into 2^b equal cells, each weight going to the middle of its cell.
public struct IntegerForm: QuantizedForm {
  private let bits: Int

  /// - Precondition: the width is one of `MidRiseInteger.widths`.
  public init(bits: Int) { self.bits = bits }

  public var format: any NumberFormat { MidRiseInteger(bitWidth: bits) }

  public func suits(_ structure: SolutionStructure) -> Bool {
    switch structure {
    case .smooth: [2, 4, 8].contains(bits)
    case .boundary: bits == 2
    case .zeros: false
    }
  }

  public func quantized(_ weights: Matrix, structure: SolutionStructure) -> QuantizedMatrix {
    structure == .boundary
      ? QuantizedMatrix(weights, format: MidRiseInteger(bitWidth: bits), scale: AbsMax())
      : QuantizedMatrix(weights, format: MidRiseInteger(bitWidth: bits), scale: RootMeanSquare())
  }

  public func layer(of quantized: QuantizedMatrix, structure: SolutionStructure) -> any PackedLayer {
    switch bits {
    case 2: IntegerLayer<2>(numbers: quantized.numbers, scales: quantized.scales)
    case 3: IntegerLayer<3>(numbers: quantized.numbers, scales: quantized.scales)
    case 4: IntegerLayer<4>(numbers: quantized.numbers, scales: quantized.scales)
    case 5: IntegerLayer<5>(numbers: quantized.numbers, scales: quantized.scales)
    case 6: IntegerLayer<6>(numbers: quantized.numbers, scales: quantized.scales)
    case 7: IntegerLayer<7>(numbers: quantized.numbers, scales: quantized.scales)
    default: IntegerLayer<8>(numbers: quantized.numbers, scales: quantized.scales)
    }
  }
}
