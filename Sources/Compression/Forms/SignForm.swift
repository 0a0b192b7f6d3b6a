public import ConvexFunctions
public import LinearAlgebra
public import PackedInference
import Quantization

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
public struct SignForm: StorageForm {
  public init() {}
  public var name: String { SignLayer.format }
  public var bitWidth: Int { SignLayer.bitWidth }
  public func suits(_ structure: SolutionStructure) -> Bool { true }

  public func layer(of weights: Matrix, structure: SolutionStructure) -> any PackedLayer {
    switch structure {
    case .boundary:
      return SignLayer(signsOf: weights, scales: scales(of: weights, AbsMax()))
    case .zeros:
      return SparseSignLayer(signsOf: weights, scales: scales(of: weights, MeanAbs()) { $0 != 0 })
    case .smooth:
      return SignLayer(signsOf: weights, scales: scales(of: weights, MeanAbs()))
    }
  }

  /// One scale per row, over the entries that count.
  private func scales(
    of weights: Matrix, _ rule: some ScaleRule, over counts: (Double) -> Bool = { _ in true }
  ) -> [Double] {
    (0..<weights.rowCount).map { k in
      let block = weights.row(k).filter(counts)
      return rule.scale(of: block[...], for: OneBit())
    }
  }
}
