import CKernels
public import LinearAlgebra

/// A quantizer that rounds by a kernel: the bits of `Quantizer.quantize`, many values at a time.
///
/// There is one for symmetric integers, ternary numbers and small floats, in blocks too; other formats are rounded by search
/// or arithmetic of their own.
public struct VectorQuantizer: Sendable {
  private let quantizer: Quantizer
  private let line: ck_number_line

  /// Nil where no kernel knows the format.
  public init?(_ quantizer: Quantizer) {
    self.quantizer = quantizer
    guard quantizer.rounding is Stochastic || quantizer.rounding is NearestEven else { return nil }
    switch quantizer.format {
    case is SymmetricInteger, is Ternary:
      line = ck_number_line(is_integer: true, limit: quantizer.format.range, mantissa_bits: 0, least_exponent: 0)
    case let float as MiniFloat:
      // Without mantissa bits the even one of two numbers is not the even multiple of their distance.
      guard quantizer.rounding.isRandom || float.mantissaBits > 0 else { return nil }
      line = ck_number_line(
        is_integer: false, limit: float.range, mantissa_bits: Int64(float.mantissaBits),
        least_exponent: Int64(1 - float.bias - float.mantissaBits))
    default: return nil
    }
  }

  /// Replaces every value by the number that stands for it.
  ///
  /// - Parameter noise: One number in [0, 1) per value; may be empty where the rounding is not random.
  /// - Precondition: as many noises as values where the rounding is random.
  public func quantize(_ values: inout [Double], noise: [Float] = [], using kernels: KernelSet = .active) {
    precondition(!quantizer.rounding.isRandom || noise.count == values.count, "one noise per value")
    let count = values.count
    values.withUnsafeMutableBufferPointer { values in
      noise.withUnsafeBufferPointer { noise in
        guard let start = values.baseAddress else { return }
        quantize(start, count, noise: quantizer.rounding.isRandom ? noise.baseAddress : nil, using: kernels)
      }
    }
  }

  /// - Parameter noise: Nil where the rounding is not random.
  package func quantize(
    _ values: UnsafeMutablePointer<Double>, _ count: Int, noise: UnsafePointer<Float>?, using kernels: KernelSet
  ) {
    withUnsafePointer(to: line) { line in
      switch quantizer.scaling {
      case .fixed(let scale): kernels.table.round_f64(line, scale, noise, values, count)
      case .blocks(let rule):
        for start in stride(from: 0, to: count, by: Quantizer.blockSize) {
          let length = min(Quantizer.blockSize, count - start)
          let block = UnsafeMutableBufferPointer(start: values + start, count: length)
          var largest = 0.0
          // NaN is passed over, as by the rule.
          for value in block { largest = value.magnitude > largest ? value.magnitude : largest }
          guard let scale = rule.scale(ofLargest: largest, range: line.pointee.limit) else {
            block.update(repeating: 0)
            continue
          }
          kernels.table.round_f64(line, scale, noise.map { $0 + start }, values + start, length)
        }
      }
    }
  }
}
