import DataModels
import LinearAlgebra

/// The Gaussian mixture that training rows look like: what the theory needs to know, estimated without test rows.
///
///     M̂ = S M + noise,   S[l, j] = (1 − c) δ_lj + c/(k − 1)(1 − δ_lj),   Ĉ = S⁻¹M̂M̂ᵀS⁻ᵀ/d − σ² S⁻¹ diag(1/n_l) S⁻ᵀ
///
/// with M̂ the means of the rows of each *label*, of which a share c is wrong. Of Ĉ the theory gets one variance and one
/// correlation. Right where the rows are a mixture of nearly equal classes; on other data this is not a prediction.
struct EstimatedMixture {
  let setting: MixtureSetting

  /// - Parameter wrongShare: c.
  /// - Returns: nil for other than classes of nearly equal size, or where the means cannot be told from noise.
  init?(_ training: LabeledData, wrongShare c: Double, intercept: Bool) {
    guard case .classes(let labels, let names) = training.targets else { return nil }
    let (k, n, d) = (names.count, training.sampleCount, training.featureCount)
    let counts = (0..<k).map { l in Double(labels.count { $0 == l }) }
    let even = Double(n) / Double(k)
    let contrast = 1 - c - c / Double(k - 1)
    guard k >= 2, contrast > 0.05, counts.allSatisfy({ abs($0 - even) <= 0.2 * even && $0 >= 2 }) else { return nil }
    var means = Matrix(rows: k, columns: d)
    for (i, label) in labels.enumerated() {
      for (j, x) in training.features.row(i).enumerated() { means[label, j] += x / counts[label] }
    }
    var scatter = 0.0
    for (i, label) in labels.enumerated() {
      scatter += zip(training.features.row(i), means.row(label)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    // S = contrast · 1 + rest · 11ᵀ, whose inverse has the same form.
    let rest = c / Double(k - 1)
    let shift = -rest / (contrast * (contrast + Double(k) * rest))
    var total = [Double](repeating: 0, count: d)
    for l in 0..<k { add(1, times: means.row(l), to: &total) }
    var clean = means
    for l in 0..<k { for j in 0..<d { clean[l, j] = means[l, j] / contrast + shift * total[j] } }
    // Within a label rows of several classes lie apart: their distance is no noise.
    var mixed = 0.0
    for l in 0..<k {
      for j in 0..<k {
        let share = j == l ? 1 - c : rest
        mixed += share * zip(clean.row(j), means.row(l)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
    }
    let variance = scatter / Double(d) / Double(n - k) - mixed / Double(k * d)
    guard variance > 0 else { return nil }
    let gram = clean.rowGram
    let own = 1 / contrast + shift
    let (noiseOwn, noiseOther) = (
      own * own + Double(k - 1) * shift * shift, 2 * own * shift + Double(k - 2) * shift * shift
    )
    var (diagonal, other) = (0.0, 0.0)
    for l in 0..<k {
      for j in 0..<k { if l == j { diagonal += gram[l, j] } else { other += gram[l, j] } }
    }
    diagonal = diagonal / Double(k * d) - variance / even * noiseOwn
    other = other / Double(k * (k - 1) * d) - variance / even * noiseOther
    guard diagonal > 0, other < diagonal else { return nil }
    var covariance = Matrix(rows: k, columns: k, repeating: max(other, -0.99 * diagonal / Double(k - 1)))
    for l in 0..<k { covariance[l, l] = diagonal }
    guard
      let mixture = try? GaussianMixture(
        featureCount: d, meanCovariance: covariance, sigma: variance.squareRoot()),
      let setting = try? MixtureSetting(mixture: mixture, sampleCount: n, corruption: c, intercept: intercept)
    else { return nil }
    self.setting = setting
  }
}
