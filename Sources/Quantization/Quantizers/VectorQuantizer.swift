package import CKernels
public import LinearAlgebra

/// A quantizer that rounds by a kernel: the bits of `Quantizer.quantize`, many values at a time.
///
/// There is one for symmetric integers, ternary numbers and small floats, in blocks too; other formats are rounded by search
/// or arithmetic of their own.
public struct VectorQuantizer: Sendable {
  /// Without a noise; its scale is 1 where a rule gives one to each block.
  private let rounding: ck_rounding
  private let isRandom: Bool
  private let rule: PowerOfTwo?

  /// Nil where no kernel knows the format.
  public init?(_ quantizer: Quantizer) {
    guard quantizer.rounding is Stochastic || quantizer.rounding is NearestEven else { return nil }
    isRandom = quantizer.rounding.isRandom
    let scale: Double
    switch quantizer.scaling {
    case .fixed(let fixed): (scale, rule) = (fixed, nil)
    case .blocks(let found): (scale, rule) = (1, found)
    }
    switch quantizer.format {
    case is SymmetricInteger, is Ternary:
      rounding = ck_rounding(
        is_integer: true, limit: quantizer.format.range, mantissa_bits: 0, least_exponent: 0, scale: scale,
        inverse: 1 / scale, noise: nil)
    case let float as MiniFloat:
      // Without mantissa bits the even one of two numbers is not the even multiple of their distance.
      guard isRandom || float.mantissaBits > 0 else { return nil }
      rounding = ck_rounding(
        is_integer: false, limit: float.range, mantissa_bits: Int64(float.mantissaBits),
        least_exponent: Int64(1 - float.bias - float.mantissaBits), scale: scale, inverse: 1 / scale, noise: nil)
    default: return nil
    }
  }

  /// What `round_f64` is asked for, but for the noise; nil where blocks have scales of their own.
  package var uniform: ck_rounding? { rule == nil ? rounding : nil }

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
    var rounding = rounding
    rounding.noise = noise
    guard let rule else {
      kernels.pointee.round_f64(&rounding, values, result, count)
      return
    }
    for start in stride(from: 0, to: count, by: Quantizer.blockSize) {
      let length = min(Quantizer.blockSize, count - start)
      let largest = largestMagnitude(UnsafeBufferPointer(start: values + start, count: length).span)
      if let scale = rule.scale(ofLargest: largest, range: rounding.limit) {
        (rounding.scale, rounding.inverse) = (scale, 1 / scale)
        rounding.noise = noise.map { $0 + start }
        kernels.pointee.round_f64(&rounding, values + start, result + start, length)
      } else {
        (result + start).update(repeating: 0, count: length)
      }
    }
  }
}
