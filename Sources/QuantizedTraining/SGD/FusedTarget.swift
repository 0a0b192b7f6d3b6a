import CKernels
import DataModels
import LinearAlgebra
import Quantization

/// Quantizes one target: what `TargetSource` does, with numbers drawn ahead and by vector kernels.
struct FusedTarget {
  private enum Form {
    /// In full precision.
    case none
    /// Gaussian errors: relative ones of every value, then absolute ones.
    case gaussian
    /// One relative Gaussian error of all values.
    case scaled
    case rounded
    /// Rounded in blocks with scales of their own.
    case blocks
    /// What has no kernel.
    case plain
  }

  private var form = Form.none
  private var relative: RandomRows?
  private var absolute: RandomRows?
  private var relativeSize = 0.0
  private var absoluteSize = 0.0
  /// With the noise of the last `drawNoise`.
  private var rounding = ck_rounding()
  private var quantizer: VectorQuantizer?
  private var noise: RandomRows?
  private var source = TargetSource.none

  var isNone: Bool { form == .none }

  /// Whether `spread` and `advance` know the format.
  var isRounding: Bool { form == .rounded }

  /// Gives `rounding` the noise of the next values.
  private mutating func drawNoise() {
    if noise != nil { rounding.noise = noise!.next() }
  }

  /// `spread_round_f64` with the rounding of this target.
  mutating func spread(
    _ gaussians: UnsafePointer<Float>, _ roots: UnsafePointer<Double>, _ weights: UnsafePointer<Double>,
    to row: UnsafeMutablePointer<Double>, _ other: UnsafePointer<Double>, _ product: UnsafeMutablePointer<Double>,
    _ count: Int, _ kernels: UnsafePointer<ck_kernel_set>
  ) -> Double {
    drawNoise()
    return kernels.pointee.spread_round_f64(gaussians, roots, weights, &rounding, row, other, product, count)
  }

  /// `advance_f64` with the rounding of this target.
  mutating func advance(
    _ factor: Double, _ row: UnsafePointer<Double>, _ weights: UnsafeMutablePointer<Double>,
    _ sum: UnsafeMutablePointer<Double>?, to used: UnsafeMutablePointer<Double>, _ count: Int,
    _ kernels: UnsafePointer<ck_kernel_set>
  ) {
    drawNoise()
    kernels.pointee.advance_f64(factor, row, weights, sum, &rounding, used, count)
  }

  /// - Parameter width: How many values come at a time.
  init(
    _ error: TargetError, _ stream: RandomStream, width: Int, isKept: Bool, _ kernels: UnsafePointer<ck_kernel_set>
  ) {
    switch TargetSource(error, stream, isKept: isKept) {
    case .none: return
    case .idealized(let source) where source.error.law == .gaussian:
      let error = source.error
      let isShared = error.granularity != .element
      form = isShared ? .scaled : .gaussian
      (relativeSize, absoluteSize) = (error.multiplicative.squareRoot(), error.additive.squareRoot())
      if relativeSize > 0 {
        relative = .gaussians(width: isShared ? 1 : width, from: source.multiplicative, using: kernels)
      }
      if absoluteSize > 0 { absolute = .gaussians(width: width, from: source.additive, using: kernels) }
    case .format(let source) where VectorQuantizer(source.quantizer) != nil:
      quantizer = VectorQuantizer(source.quantizer)
      if let uniform = quantizer?.uniform { (form, rounding) = (.rounded, uniform) } else { form = .blocks }
      guard source.quantizer.rounding.isRandom else { return }
      noise =
        isKept
        ? .uniforms(width: width, from: source.noise, using: kernels)
        : .coarseUniforms(width: width, from: source.noise, using: kernels)
    case let other:
      form = .plain
      source = other
    }
  }

  /// - Parameter result: `values` or apart from them.
  mutating func apply(
    _ values: UnsafePointer<Double>, to result: UnsafeMutablePointer<Double>, _ count: Int,
    _ kernels: UnsafePointer<ck_kernel_set>
  ) {
    switch form {
    case .rounded:
      drawNoise()
      kernels.pointee.round_f64(&rounding, values, result, count)
    case .blocks:
      quantizer!.quantize(values, to: result, count, noise: noise?.next(), kernels)
    case .none, .gaussian, .scaled, .plain:
      if UnsafePointer(result) != values { result.update(from: values, count: count) }
      applyError(to: result, count, kernels)
    }
  }

  private mutating func applyError(
    to values: UnsafeMutablePointer<Double>, _ count: Int, _ kernels: UnsafePointer<ck_kernel_set>
  ) {
    switch form {
    case .none, .rounded, .blocks: return
    case .gaussian:
      if relativeSize > 0 { kernels.pointee.stretch_f64(relativeSize, relative!.next(), values, count) }
      if absoluteSize > 0 { kernels.pointee.shift_f64(absoluteSize, absolute!.next(), values, count) }
    case .scaled:
      let factor = 1 + relativeSize * Double(relative!.next().pointee)
      for i in 0..<count { values[i] *= factor }
    case .plain:
      var array = Array(UnsafeBufferPointer(start: values, count: count))
      source.apply(to: &array)
      values.update(from: array, count: count)
    }
  }
}
