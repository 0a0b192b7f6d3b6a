/// The mid-rise uniform quantizer of 2^b levels ±step/2, ±3 step/2, … that is best for Gaussian numbers.
public struct LastLayerQuantizer: Sendable, Equatable {
  public let bits: Int
  /// In units of the root mean square.
  public let step: Double
  /// δ_b, the mean squared error in units of the mean square. The quantized numbers are 1 − δ_b times the originals
  /// plus an error of its own of relative square δ_b (1 − δ_b).
  public let distortion: Double

  /// One to eight bits, by the quadrature of `GaussianMoments`: δ is within 5·10⁻⁴ δ of the exact optimum, within 2·10⁻⁵ δ
  /// up to three bits. `LastLayerBitsTests` finds both again.
  ///
  /// - Source: Max, *IRE Trans. Inf. Theory* 6 (1960), table II.
  public static let all: [LastLayerQuantizer] = zip(
    [1.59577, 0.99531, 0.58521, 0.33502, 0.18819, 0.10409, 0.05692, 0.03071],
    [
      0.3633789013, 0.1188443183, 0.0374381267, 0.0115408526, 0.0034951961, 0.0010400299, 0.00030432, 0.0000876473,
    ]
  ).enumerated().map { LastLayerQuantizer(bits: $0 + 1, step: $1.0, distortion: $1.1) }
}
