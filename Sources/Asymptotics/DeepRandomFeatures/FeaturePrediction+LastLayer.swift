import Messages

extension FeaturePrediction {
  /// Which scale the few-bit weights have.
  public enum LastLayerScale: String, Sendable, CaseIterable {
    /// The one that is nearest to the weights.
    case weights
    /// The one that is best for predictions; in practice it comes from samples that were left out.
    case refit
  }

  /// A last layer in few bits.
  public struct Quantized: Sendable, Equatable {
    public let testMSE: Double
    public let squaredNorm: Double
  }

  /// The last layer in b bits. Features that are not centered get their error on the mean back as a constant.
  ///
  ///     a_q = s â + generic error,  s = 1 − δ_b:
  ///     MSE = v − 2 s u + s² w + r,   r = s²_L δ_b s ‖â‖²;   refitted: v − (s u)²/(s² w + r)
  ///
  /// - Throws: a `Refusal` of kind `usage` for other than 1 to 8 bits.
  public func quantized(bits: Int, scale: LastLayerScale = .weights) throws -> Quantized {
    guard let quantizer = LastLayerQuantizer.all.first(where: { $0.bits == bits }) else {
      throw Refusal.usage("the theory of the last layer has 1 to 8 bits; found \(bits)")
    }
    let shrink = 1 - quantizer.distortion
    let power = shrink * shrink * outputVariance + featureVariance * quantizer.distortion * shrink * squaredNorm
    switch scale {
    case .weights:
      return Quantized(
        testMSE: targetVariance - 2 * shrink * targetCovariance + power, squaredNorm: shrink * squaredNorm)
    case .refit:
      guard power > 0 else { return Quantized(testMSE: targetVariance, squaredNorm: 0) }
      let factor = shrink * targetCovariance / power
      return Quantized(
        testMSE: targetVariance - factor * shrink * targetCovariance,
        squaredNorm: factor * factor * shrink * squaredNorm)
    }
  }
}
