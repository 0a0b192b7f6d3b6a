import CKernels
import DataModels
import LinearAlgebra
import Quantization

/// Quantizes one target in place: what `TargetSource` does, with numbers drawn ahead and by vector kernels.
enum FusedTarget {
  case none
  /// Gaussian errors: relative ones of every value, then absolute ones.
  case gaussian(IdealizedError, relative: RandomRows?, absolute: RandomRows?)
  /// One relative Gaussian error of all values.
  case scaled(Double, RandomRows)
  case rounded(VectorQuantizer, noise: RandomRows?)
  /// What has no kernel.
  case plain(TargetSource)

  /// - Parameter width: How many values come at a time.
  init(_ error: TargetError, _ stream: RandomStream, width: Int) {
    switch TargetSource(error, stream) {
    case .none: self = .none
    case .idealized(let source) where source.error.law == .gaussian:
      let error = source.error
      func rows(_ variance: Double, _ stream: RandomStream, _ width: Int) -> RandomRows? {
        variance > 0 ? RandomRows(.gaussians, width: width, from: stream) : nil
      }
      if error.granularity != .element, error.multiplicative > 0, error.additive == 0 {
        self = .scaled(
          error.multiplicative.squareRoot(), RandomRows(.gaussians, width: 1, from: source.multiplicative))
      } else {
        self = .gaussian(
          error, relative: rows(error.multiplicative, source.multiplicative, width),
          absolute: rows(error.additive, source.additive, width))
      }
    case .format(let source):
      if let quantizer = VectorQuantizer(source.quantizer) {
        self = .rounded(
          quantizer,
          noise: source.quantizer.rounding.isRandom
            ? RandomRows(.uniforms, width: width, from: source.noise) : nil)
      } else {
        self = .plain(.format(source))
      }
    case let source: self = .plain(source)
    }
  }

  mutating func apply(to values: UnsafeMutablePointer<Double>, _ count: Int, _ kernels: KernelSet) {
    switch self {
    case .none: return
    case .gaussian(let error, let relative, let absolute):
      if let relative {
        kernels.table.stretch_f64(error.multiplicative.squareRoot(), relative.next(), values, count)
      }
      if let absolute { kernels.table.shift_f64(error.additive.squareRoot(), absolute.next(), values, count) }
    case .scaled(let size, let factors):
      let factor = 1 + size * Double(factors.next().pointee)
      for i in 0..<count { values[i] *= factor }
    case .rounded(let quantizer, let noise):
      quantizer.quantize(values, count, noise: noise?.next(), using: kernels)
    case .plain(var source):
      self = .none
      var array = Array(UnsafeBufferPointer(start: values, count: count))
      source.apply(to: &array)
      values.update(from: array, count: count)
      self = .plain(source)
    }
  }
}
