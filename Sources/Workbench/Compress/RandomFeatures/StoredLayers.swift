import Compression
import ConvexFunctions
import LinearAlgebra
import PackedInference
import RandomFeatures

/// A last layer in every form that is wanted.
struct StoredLayers {
  /// A way to store it.
  struct Choice: Sendable {
    let form: any StorageForm
    let rounding: StorageChoice.Rounding
  }

  struct Layer: Sendable {
    let layer: any PackedLayer
    let intercept: [Float]
    /// As it was done: plain where nothing else was to be had.
    let rounding: StorageChoice.Rounding
  }

  /// The forms that are tried where nobody names any.
  static let usual: [any StorageForm] = [Float32Form(), IntegerForm(bits: 4), IntegerForm(bits: 2), SignForm()]

  /// The choices among forms: where data-aware rounding is allowed it replaces plain rounding to few bits, over which it
  /// wins wherever features overlap. Sparse forms do not suit ridge.
  static func choices(
    _ forms: [any StorageForm]?, _ roundings: [StorageChoice.Rounding]
  ) -> [Choice] {
    (forms ?? usual).compactMap { form in
      if form is SparseForm { return nil }
      guard form is any QuantizedForm else { return Choice(form: form, rounding: .plain) }
      let isFew = form.bitWidth <= StorageChoice.mostDataAwareBits
      if isFew, roundings.contains(.dataAware) { return Choice(form: form, rounding: .dataAware) }
      return roundings.contains(.plain) ? Choice(form: form, rounding: .plain) : nil
    }
  }

  /// One layer for each choice; nil for halves of weights that are too large.
  static func layers(_ fit: LastLayer, _ choices: [Choice]) -> [Layer?] {
    let needsRounding = choices.contains { $0.form is any QuantizedForm }
    let rounding = needsRounding ? LastLayerRounding(fit) : nil
    return choices.map { choice in
      if let form = choice.form as? any QuantizedForm, let rounding {
        let looks = choice.rounding == .dataAware && rounding.isDataAware
        let (layer, intercept) = rounding(form, looksAtData: looks)
        return Layer(layer: layer, intercept: intercept.map { Float($0) }, rounding: looks ? .dataAware : .plain)
      }
      let layer = choice.form.layer(of: fit.weights, structure: .smooth)
      if layer is HalfLayer, !layer.isFinite { return nil }
      return Layer(layer: layer, intercept: fit.intercept.map { Float($0) }, rounding: .plain)
    }
  }
}
