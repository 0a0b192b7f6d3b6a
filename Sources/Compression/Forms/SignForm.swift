public import LinearAlgebra
public import PackedInference
import Quantization

/// One bit per weight and one scale per class.
///
/// | penalty | scale | why |
/// |---|---|---|
/// | ℓ∞ | the boundary value | most weights have it exactly, so little changes |
/// | ℓ1 | mean magnitude of the non-zeros; zeros stay zero | the support is what was learned |
/// | other | mean magnitude | closest in least squares |
///
/// A class whose weights are all zero gets the scale 0.
///
/// - Source: arXiv 2402.10474, §4 (one-bit version of the ℓ∞ solution).
public struct SignForm: Compression {
  public init() {}
  public var name: String { SignLayer.format }
  public var bitWidth: Int { SignLayer.bitWidth }
  public func suits(penalty: String) -> Bool { true }

  public func layer(of weights: Matrix, penalty: String) -> any PackedLayer {
    switch penalty {
    case "linf":
      return SignLayer(signsOf: weights, scales: scales(of: weights, AbsMax()))
    case "l1":
      return SparseSignLayer(signsOf: weights, scales: scales(of: weights, MeanAbs()) { $0 != 0 })
    default:
      return SignLayer(signsOf: weights, scales: scales(of: weights, MeanAbs()))
    }
  }

  /// One scale per row, over the entries that count.
  private func scales(
    of weights: Matrix, _ rule: some ScaleRule, over counts: (Double) -> Bool = { _ in true }
  ) -> [Double] {
    (0..<weights.rowCount).map { k in
      let block = weights.row(k).filter(counts)
      return rule.scale(of: block[...])
    }
  }
}
