public import Compression
import ConvexFunctions
import LinearAlgebra
public import PackedInference
import Quantization

/// A last layer in few bits: rounding, then a factor and an intercept for each class by least squares.
///
/// Prepared once for every form; the preparation is a Cholesky factor of G + λ.
public struct LastLayerRounding: Sendable {
  private let fit: LastLayer
  private let dataAware: DataAwareRounding?

  /// - Complexity: O(w³ / 3) time and memory for three copies of G, where G is there.
  public init(_ fit: LastLayer) {
    self.fit = fit
    dataAware = fit.gram.flatMap { DataAwareRounding(hessian: $0.plusDiagonal(fit.lambda)) }
  }

  /// Whether G is there and could be factored, so that rounding can look at the data.
  public var isDataAware: Bool { dataAware != nil }

  /// The layer in a form, and its intercept.
  ///
  /// - Parameter looksAtData: Whether weights are rounded one after the other, each making up for the errors before
  ///   it, or all by themselves. Plain where `isDataAware` is false.
  public func callAsFunction(_ form: any QuantizedForm, looksAtData: Bool = true) -> (
    layer: any PackedLayer, intercept: [Double]
  ) {
    var rounded = form.quantized(fit.weights, structure: .smooth)
    if looksAtData, let dataAware { rounded = dataAware(fit.weights, to: form.format, from: rounded) }
    rescale(&rounded)
    return (form.layer(of: rounded, structure: .smooth), fit.intercept(for: rounded.dequantized))
  }

  /// αₖ = argmin Σᵢ (yᵢₖ − α qₖ·φᵢ)² = ⟨qₖ, cₖ⟩ / ⟨qₖ, G qₖ⟩; as it is where G is not there, or α would not be positive.
  private func rescale(_ rounded: inout QuantizedMatrix) {
    guard let gram = fit.gram else { return }
    let weights = rounded.dequantized
    let product = weights.times(gram)
    for k in rounded.scales.indices {
      let factor = dot(weights.row(k), fit.correlations.row(k)) / dot(weights.row(k), product.row(k))
      if factor > 0, factor.isFinite { rounded.scales[k] *= factor }
    }
  }
}
