import LinearAlgebra
import Quantization

/// Rounds the values of one target to a number format, with noise from a stream of its own.
///
/// The noise has 16 bits, centered: the chance of rounding up is off by at most 2⁻¹⁷, and by nothing on average. Where rounded
/// values are kept and rounded again, updates far below a spacing must not be lost: there it has 24 (`isKept`).
///
/// MX blocks run along the values that are given together: a row of data, the weights, a batch.
struct FormatSource {
  let quantizer: Quantizer
  let isKept: Bool
  var noise: RandomStream

  init(_ quantizer: Quantizer, _ stream: RandomStream, isKept: Bool) {
    self.quantizer = quantizer
    self.isKept = isKept
    noise = stream.branch("rounding")
  }

  mutating func apply(to values: inout [Double]) {
    quantizer.quantize(&values, noise: quantizer.rounding.isRandom ? draw(values.count).map(Double.init) : [])
  }

  private mutating func draw(_ count: Int) -> [Float] {
    isKept ? noise.floatUniforms(count) : noise.coarseUniforms(count)
  }
}
