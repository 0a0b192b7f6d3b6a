import DataModels
import Quantization

/// The risks of given weights, integrated over new inputs: Gaussian, or each of the user's rows as likely.
///
///     R(w) = ½ Σ λ (w − w*)²,   R_q(w) = ½ E (x·w* − x̃·w)²
///
/// For Gaussian inputs R_q = ½ Σ λ w*² − 2 c w* w + λᵇ w² with c = E x̃x and λᵇ = E x̃². So it is for rows under an unbiased
/// idealized error; under a format it is a mean over rows (`DeployedRows`).
struct SGDMeasures: Sendable {
  private let eigenvalues: [Double]
  private let weights: [Double]
  /// E (x̃ − x)² = λᵇ − 2c + λ and c − λ, which are small.
  private let error: [Double]
  private let shift: [Double]
  private let rows: DeployedRows?

  init(_ model: QuantizedRegression) {
    let eigenvalues = model.spectrum.eigenvalues
    self.eigenvalues = eigenvalues
    weights = model.weights
    guard let quantizer = model[.data].quantizer else {
      let idealized = model[.data].idealized ?? IdealizedError()
      error = eigenvalues.map { idealized.additive + idealized.multiplicative * $0 }
      shift = [Double](repeating: 0, count: eigenvalues.count)
      rows = nil
      return
    }
    if let measured = model.measured {
      rows = DeployedRows(measured, quantizer, weights: model.weights)
      (error, shift) = ([], [])
    } else {
      rows = nil
      let effective = quantizer.effectiveErrors(standardDeviations: eigenvalues.map { $0.squareRoot() })
      error = effective.map(\.meanSquaredError)
      shift = zip(eigenvalues, effective).map { $0 * ($1.gain - 1) }
    }
  }

  /// R(w).
  func risk(_ weights: [Double]) -> Double {
    0.5
      * weights.indices.reduce(0) { sum, i in
        let e = weights[i] - self.weights[i]
        return sum + eigenvalues[i] * e * e
      }
  }

  /// R_q(w) = R(w) + ½ Σ E(x̃ − x)² w² + Σ (c − λ) w (w − w*), or the mean over rows.
  func deployedRisk(_ weights: [Double]) -> Double {
    if let rows { return rows.risk(weights) }
    return risk(weights)
      + weights.indices.reduce(0) { sum, i in
        let w = weights[i]
        return sum + 0.5 * error[i] * w * w + shift[i] * w * (w - self.weights[i])
      }
  }
}
