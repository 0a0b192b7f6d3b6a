package import CKernels
public import LinearAlgebra

/// A quantizer that rounds by a kernel: the bits of `Quantizer.quantize`, many values at a time.
///
/// There is one for symmetric integers, ternary numbers and small floats, in blocks too; other formats are rounded by search
/// or arithmetic of their own.
public struct VectorQuantizer: Sendable {
  private let line: ck_number_line
  private let isRandom: Bool
  /// Fixed, or by a rule for each block.
  private let scale: Double
  private let rule: PowerOfTwo?

  /// Nil where no kernel knows the format.
  public init?(_ quantizer: Quantizer) {
    guard quantizer.rounding is Stochastic || quantizer.rounding is NearestEven else { return nil }
    isRandom = quantizer.rounding.isRandom
    switch quantizer.format {
    case is SymmetricInteger, is Ternary:
      line = ck_number_line(is_integer: true, limit: quantizer.format.range, mantissa_bits: 0, least_exponent: 0)
    case let float as MiniFloat:
      // Without mantissa bits the even one of two numbers is not the even multiple of their distance.
      guard isRandom || float.mantissaBits > 0 else { return nil }
      line = ck_number_line(
        is_integer: false, limit: float.range, mantissa_bits: Int64(float.mantissaBits),
        least_exponent: Int64(1 - float.bias - float.mantissaBits))
    default: return nil
    }
    switch quantizer.scaling {
    case .fixed(let scale): (self.scale, rule) = (scale, nil)
    case .blocks(let rule): (scale, self.rule) = (0, rule)
    }
  }

  /// Replaces every value by the number that stands for it.
  ///
  /// - Parameter noise: One number in [0, 1) per value; may be empty where the rounding is not random.
  /// - Precondition: as many noises as values where the rounding is random.
  public func quantize(_ values: inout [Double], noise: [Float] = [], using kernels: KernelSet = .active) {
    precondition(!isRandom || noise.count == values.count, "one noise per value")
    let count = values.count
    let table = kernels.pointer
    values.withUnsafeMutableBufferPointer { values in
      noise.withUnsafeBufferPointer { noise in
        guard let start = values.baseAddress else { return }
        quantize(start, to: start, count, noise: isRandom ? noise.baseAddress : nil, table)
      }
    }
  }

  /// - Parameters:
  ///   - result: `values` or apart from them.
  ///   - noise: Nil where the rounding is not random.
  package func quantize(
    _ values: UnsafePointer<Double>, to result: UnsafeMutablePointer<Double>, _ count: Int,
    noise: UnsafePointer<Float>?, _ kernels: UnsafePointer<ck_kernel_set>
  ) {
    withUnsafePointer(to: line) { line in
      guard let rule else {
        kernels.pointee.round_f64(line, scale, noise, values, result, count)
        return
      }
      for start in stride(from: 0, to: count, by: Quantizer.blockSize) {
        let length = min(Quantizer.blockSize, count - start)
        var largest = 0.0
        // NaN is passed over, as by the rule.
        for i in start..<start + length { largest = values[i].magnitude > largest ? values[i].magnitude : largest }
        if let scale = rule.scale(ofLargest: largest, range: line.pointee.limit) {
          kernels.pointee.round_f64(line, scale, noise.map { $0 + start }, values + start, result + start, length)
        } else {
          (result + start).update(repeating: 0, count: length)
        }
      }
    }
  }
}
