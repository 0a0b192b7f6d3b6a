import Activations
import DataModels

/// Why a prediction deserves less trust, in words that scripts can look for.
///
/// | flag | meaning |
/// |---|---|
/// | near-interpolation-peak | γ > 0.9: the error of one data set scatters widely about the mean |
/// | low-effective-rank | (Tr Σ₀)²/Tr Σ₀² < 50: a target of few directions is also learned where it is not linear |
/// | few-inputs | d₀ < 50: one-bit weights have few distinct patterns |
/// | dominant-coordinate | one coordinate has above 10 % of the variance: one-bit weights differ from Gaussian ones |
/// | beyond-checked-depth | more than five layers |
/// | beyond-checked-widths | d_l/d_{l−1} outside 0.4 … 4 |
/// | deep-sign | the sign activation in more than two layers |
/// | unchecked-teacher | a teacher on an inner layer of an activation that is not odd |
/// | unchecked-mirror | a mirror on an activation that is not odd |
public enum FeatureFlags {
  static func flags(_ model: FeatureRegression, gamma: Double) -> [String] {
    let e = model.spectrum.eigenvalues
    var flags: [String] = []
    func flag(_ name: String, where condition: Bool) { if condition { flags.append(name) } }
    flag("near-interpolation-peak", where: gamma > 0.9)
    flag("low-effective-rank", where: model.spectrum.effectiveRank < 50)
    flag("few-inputs", where: e.count < 50)
    flag("dominant-coordinate", where: (e.max() ?? 0) > 0.1 * model.spectrum.mean * Double(e.count))
    flag("beyond-checked-depth", where: model.widths.count > 5)
    let counts = [e.count] + model.widths
    let ratios = zip(counts.dropFirst(), counts).map { Double($0) / Double($1) }
    flag("beyond-checked-widths", where: !ratios.allSatisfy { $0 >= 0.4 && $0 <= 4 })
    flag("deep-sign", where: model.activation.name == "sign" && model.widths.count > 2)
    if case .layer(let layer) = model.teacher, !model.activation.isOdd, layer != model.widths.count {
      flag("unchecked-teacher", where: true)
    }
    return flags
  }
}
