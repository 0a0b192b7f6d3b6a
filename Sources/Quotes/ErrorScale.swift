import LinearAlgebra
import Messages

/// On which scale errors at different numbers of samples differ by nearly the same amount for related models.
///
///     shares: L = ln((e + ε)/(1 − e + ε)), ε = 0.5·10⁻⁴;   squares: L = ln(e + ε)
///
/// Squared errors are in units of the variance of the targets, so that the constant answer has 1.
enum ErrorScale {
  case shares
  case squares

  private static let halfCount = 0.5e-4

  func scaled(_ error: Double) -> Double {
    let e = Self.halfCount
    return switch self {
    case .shares: logarithm((error + e) / (1 - error + e))
    case .squares: logarithm(error + e)
    }
  }

  /// How far two errors are apart, in words: of labels in points, of squared errors in percent of `unitText`.
  func text(ofDifference difference: Double) -> String {
    NumberText.fixed(100 * difference.magnitude, 1) + (self == .shares ? " points" : " %")
  }

  /// Stands after the last difference of a sentence.
  var unitText: String { self == .shares ? "" : " of the constant answer's squared error" }

  func error(_ scaled: Double) -> Double {
    let e = Self.halfCount
    switch self {
    case .shares:
      let odds = exponential(scaled)
      return min(1, max(0, (odds * (1 + e) - e) / (1 + odds)))
    case .squares: return max(0, exponential(scaled) - e)
    }
  }
}
