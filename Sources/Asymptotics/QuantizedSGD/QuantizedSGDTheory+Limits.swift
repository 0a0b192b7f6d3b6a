import DataModels
import Messages
import Quantization

extension QuantizedSGDTheory {
  /// Why the risks of this setting are not predicted; nil where they are. A simulation answers there.
  ///
  /// - Source: `Documentation/QuantizedSGD.md`, what was compared with simulation and failed.
  public var notModeled: String? {
    if let quantizer = model[.parameter].quantizer, let reason = parameterLimit(quantizer) { return reason }
    if [QuantizationTarget.label, .activation, .gradient].allSatisfy({ isCoarse($0) }) {
      return
        "label, activation and gradient of at most 4 numbers each make residuals that are far from what a linear model of rounding can follow"
    }
    return nil
  }

  private func parameterLimit(_ quantizer: Quantizer) -> String? {
    guard quantizer.rounding.isRandom else {
      return "weights rounded to nearest stall where a step is smaller than half a spacing"
    }
    guard model.hasMasterWeights else {
      return "stored weights lie on the numbers of their format, and a step from there is no Gaussian"
    }
    switch quantizer.scaling {
    case .blocks(let rule):
      return rule.rule == .floor
        ? "the weights that saturate below a shared scale of floor are biased; \(quantizer.format.name):round-up has no such weights"
        : nil
    case .fixed(let scale):
      let numbers = quantizer.format.codes.compactMap { quantizer.format.value(of: $0) }
      let (low, high) = ((numbers.min() ?? 0) * scale, (numbers.max() ?? 0) * scale)
      return (model.weights + model.start).first { $0 < low || $0 > high }.map {
        "a weight of \(NumberText.short($0)) lies outside the range of the parameters' format, \(NumberText.short(low)) to \(NumberText.short(high))"
      }
    }
  }

  private func isCoarse(_ target: QuantizationTarget) -> Bool {
    model[target].quantizer.map { $0.format.codes.count <= 4 } ?? false
  }
}
