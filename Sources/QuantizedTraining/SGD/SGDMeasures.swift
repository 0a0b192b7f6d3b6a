import DataModels
import Quantization

/// The risks of given weights, integrated over new inputs.
///
///     R(w) = ½ Σ λ (w − w*)²,   R_q(w) = ½ E (x·w* − x̃·w)² = ½ Σ λ w*² − 2 c w* w + λᵇ w²,   c = E x̃x, λᵇ = E x̃²
struct SGDMeasures: Sendable {
  private let eigenvalues: [Double]
  private let weights: [Double]
  /// E (x̃ − x)² = λᵇ − 2c + λ and c − λᵇ: small where c and λᵇ are near λ.
  private let error: [Double]
  private let shift: [Double]

  init(_ model: QuantizedRegression) {
    let eigenvalues = model.spectrum.eigenvalues
    self.eigenvalues = eigenvalues
    weights = model.weights
    let moments = eigenvalues.map { Self.moments(model[.data], variance: $0) }
    error = moments.map(\.error)
    shift = moments.map(\.shift)
  }

  /// R(w).
  func risk(_ weights: [Double]) -> Double {
    0.5
      * weights.indices.reduce(0) { sum, i in
        let e = weights[i] - self.weights[i]
        return sum + eigenvalues[i] * e * e
      }
  }

  /// R_q(w) = R(w) + ½ Σ E(x̃ − x)² w² + Σ (c − λ) w (w − w*)
  func deployedRisk(_ weights: [Double]) -> Double {
    risk(weights)
      + weights.indices.reduce(0) { sum, i in
        let w = weights[i]
        return sum + 0.5 * error[i] * w * w + shift[i] * w * (w - self.weights[i])
      }
  }

  /// E (x̃ − x)² and c − λ of a Gaussian input.
  private static func moments(_ error: TargetError, variance: Double) -> (error: Double, shift: Double) {
    switch error {
    case .none: return (0, 0)
    case .idealized(let error): return (error.additive + error.multiplicative * variance, 0)
    case .format(let quantizer):
      guard variance > 0 else { return (quantizer.secondMomentOfZero, 0) }
      let effective = quantizer.effectiveError(standardDeviation: variance.squareRoot())
      return (effective.meanSquaredError, variance * (effective.gain - 1))
    }
  }
}

extension Quantizer {
  /// E Q(0)²; not 0 for a format without a zero.
  fileprivate var secondMomentOfZero: Double {
    guard case .fixed(let scale) = scaling else { return 0 }
    let around = format.neighbors(of: 0)
    let up = around.lower < around.upper ? rounding.chanceUp(0, around) : 0
    return scale * scale * (up * around.upper * around.upper + (1 - up) * around.lower * around.lower)
  }
}
