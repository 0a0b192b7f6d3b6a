import LinearAlgebra
import Quantization

/// Rounds the values of one target to a number format, with noise from a stream of its own.
///
/// MX blocks run along the values that are given together: a row of data, the weights, a batch.
struct FormatSource {
  let quantizer: Quantizer
  var noise: RandomStream

  init(_ quantizer: Quantizer, _ stream: RandomStream) {
    self.quantizer = quantizer
    noise = stream.branch("rounding")
  }

  mutating func apply(to values: inout [Double]) {
    quantizer.quantize(
      &values, noise: quantizer.rounding.isRandom ? noise.floatUniforms(values.count).map(Double.init) : [])
  }
}
