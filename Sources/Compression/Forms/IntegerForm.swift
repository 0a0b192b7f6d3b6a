public import ConvexFunctions
public import LinearAlgebra
public import PackedInference
public import Quantization

/// Mid-rise integers of b bits and one scale per class.
///
/// The range of a class is cut into 2^b equal cells, each weight going to the middle of its cell. A solution with a
/// boundary (ℓ∞) has the range max |w|. Others have min(max |w|, 3 rms w), or max |w| where that loses less: with five
/// bits and fewer it is fineness that counts and the few weights beyond may be cut; with more it is they that count.
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
      : QuantizedMatrix(weights, format: MidRiseInteger(bitWidth: bits), scale: LesserError(RootMeanSquare(), AbsMax()))
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
