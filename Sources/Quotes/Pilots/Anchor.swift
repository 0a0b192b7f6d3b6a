import Compression
import LinearAlgebra

/// Carries the error of a pilot on m rows to n rows, by how much ridge of as many degrees of freedom improves.
///
///     A = L⁻¹( L z + w a_float + (1 − w) a_form ),   a = L r_n(λ_m n/m) − L r_m(λ_m),   df_m(λ_m) = min(df, 0.8 m)
///
/// z is the pilot's error and r that of ridge; w says how far the form follows the float (`weight`).
///
/// - Source: Documentation/Quotes.md, pilots.
struct Anchor {
  let scale: ErrorScale
  let forms: [any StorageForm]
  /// Ridge on all n rows.
  let ridge: RidgeCurve
  let sampleCount: Int

  /// Interpolating ridge has a peak of its own, which other penalties have not.
  static let mostDegrees = 0.8

  /// The error of every form (fraction × form) as one pilot has it.
  func errors(of pilot: Pilot, penalty: Int) -> [[Double]] {
    let curve = pilot.curves[penalty]
    return curve.errors.indices.map { f in
      let degrees = min(curve.degrees[f], Self.mostDegrees * Double(pilot.size))
      let small = pilot.ridge.place(atDegrees: degrees)
      let large = small + logarithm(Double(sampleCount) / Double(pilot.size))
      func shift(_ form: Int) -> Double {
        scale.scaled(ridge.error(at: large, form: form)) - scale.scaled(pilot.ridge.error(at: small, form: form))
      }
      let float = shift(0)
      return forms.indices.map { c in
        let w = Self.weight(forms[c])
        return scale.error(scale.scaled(curve.errors[f][c]) + w * float + (1 - w) * shift(c))
      }
    }
  }

  /// How much of the shift is that of the weights as they are.
  static func weight(_ form: any StorageForm) -> Double {
    switch form.bitWidth {
    case 16...: 1
    case 8...: 0.75
    case 1: 0.35
    default: 0.5
    }
  }

  /// The mean of several estimates, on the scale.
  func mean(_ estimates: [[[Double]]]) -> [[Double]] {
    estimates[0].indices.map { f in
      forms.indices.map { c in
        scale.error(estimates.reduce(0) { $0 + scale.scaled($1[f][c]) } / Double(estimates.count))
      }
    }
  }

  /// The variance between estimates, smoothed over neighboring strengths.
  static func spread(_ estimates: [[[Double]]]) -> [[Double]] {
    let raw = estimates[0].indices.map { f in
      estimates[0][f].indices.map { c -> Double in
        let values = estimates.map { $0[f][c] }
        let mean = values.reduce(0, +) / Double(values.count)
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count - 1))
      }
    }
    return raw.indices.map { f in
      let near = max(0, f - 1)...min(raw.count - 1, f + 1)
      return raw[f].indices.map { c in near.reduce(0) { $0 + raw[$1][c] } / Double(near.count) }
    }
  }
}
