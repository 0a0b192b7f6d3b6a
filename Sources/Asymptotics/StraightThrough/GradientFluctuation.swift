/// How far one coordinate of the coarse gradient of N samples strays from that of endlessly many, relative to the pull of a
/// wrong coordinate: a heuristic of the right order.
///
///     (noise / signal)² = (θ/N) (n + (S − 1)/π)   for ReLU,      n θ / 2N   for identity,      S = (Σ v)² / ‖v‖²
///     noise of the labels at w*:   σ² π n / (N ‖v‖²)  for ReLU,  half of that for identity
///
/// The part of S is a common push along q: it can make wrong signs absorbing.
///
/// - Source: `Documentation/StraightThrough.md`.
public struct GradientFluctuation: Sendable, Equatable {
  /// (noise / signal)² of the data at the angle.
  public let data: Double
  /// (noise / signal)² of the labels at w*.
  public let labels: Double

  /// Nil for surrogates other than identity and ReLU.
  ///
  /// - Parameters:
  ///   - surrogate: its name.
  ///   - imbalance: S.
  ///   - noiseRatio: σ / ‖v‖.
  public init?(
    surrogate: String, angle: Double, weightCount n: Int, sampleCount: Int, imbalance: Double, noiseRatio: Double
  ) {
    let (n, count) = (Double(n), Double(sampleCount))
    let noise = noiseRatio * noiseRatio * Double.pi * n / count
    switch surrogate {
    case "relu": (data, labels) = (angle / count * (n + (imbalance - 1) / Double.pi), noise)
    case "identity": (data, labels) = (n * angle / (2 * count), noise / 2)
    default: return nil
    }
  }
}
