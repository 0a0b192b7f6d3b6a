import DataModels
import Quantization

/// E[Q(z)ᵏ | z] for k = 1 … 4, value by value.
struct ConditionalMoments {
  let error: TargetError

  init(_ error: TargetError) { self.error = error }

  /// E(1 + ζ)ᵏ, where one factor multiplies a whole row.
  var sharedFactor: (second: Double, third: Double, fourth: Double)? {
    guard let idealized = error.idealized, idealized.granularity == .row else { return nil }
    return idealized.factorMoments
  }

  typealias Moments = (first: [Double], second: [Double], third: [Double], fourth: [Double])

  func moments(of row: ArraySlice<Double>) -> Moments {
    switch error {
    case .none: return idealized(row, IdealizedError())
    case .idealized(let error): return idealized(row, error)
    case .format(let quantizer): return rounded(quantizer.outcomes(of: row))
    }
  }

  private func rounded(_ outcomes: [Outcomes]) -> Moments {
    (
      outcomes.map { $0.mean { $0 } }, outcomes.map { $0.mean { $0 * $0 } }, outcomes.map { $0.mean { $0 * $0 * $0 } },
      outcomes.map { $0.mean { $0 * $0 * $0 * $0 } }
    )
  }

  private func idealized(_ row: ArraySlice<Double>, _ error: IdealizedError) -> Moments {
    let (a, kappa) = (error.additive, error.law.fourthMoment)
    let (c2, c3, c4) = error.factorMoments
    return (
      Array(row), row.map { c2 * $0 * $0 + a }, row.map { c3 * $0 * $0 * $0 + 3 * a * $0 },
      row.map { c4 * $0 * $0 * $0 * $0 + 6 * c2 * a * $0 * $0 + kappa * a * a }
    )
  }
}
