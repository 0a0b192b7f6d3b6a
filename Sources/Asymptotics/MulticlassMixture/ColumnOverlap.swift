import DataModels
import LinearAlgebra

/// How the fields of two columns go together.
///
///     Ω_g = (τ_g² m̂ᵀC m̂′ + 4 σ_g² g g′ (Σⱼ nⱼ (bⱼ b′ⱼ − P[j,l] P[j,l′]) + n X)) / (T_g T′_g)
///     X = Σ_g σ_g² d_g (T_g T′_g / A_g A′_g) E[η_g(G) η′_g(G′)],   corr(G, G′) = Ω_g
///
/// One unknown, X; its equation has a slope of at least 1 − D max(s, s′) and so one root.
///
/// - Source: derivation in Documentation/MixtureTheory.md.
struct ColumnOverlap: Sendable {
  /// Ω_g.
  let correlations: [Double]

  init(_ a: ColumnSolution, _ b: ColumnSolution, labels: Double, setting: MixtureSetting, response: MeanResponse)
    throws
  {
    let n = Double(setting.sampleCount)
    var direct = labels
    for j in response.sizes.indices { direct += response.sizes[j] * a.residualMeans[j] * b.residualMeans[j] }
    let gg = 4 * a.residualFactor * b.residualFactor
    let signal = response.pairing(a.fieldMeans, b.fieldMeans)
    func correlations(_ x: Double) -> [Double] {
      setting.groups.enumerated().map { i, group in
        let norm = a.fieldDeviations[i] * b.fieldDeviations[i]
        guard norm > 0 else { return 0 }
        let covariance =
          group.meanScale * group.meanScale * signal + group.sigma * group.sigma * gg * (direct + n * x)
        return min(max(covariance / norm, -1), 1)
      }
    }
    let (ua, ub) = (a.units, b.units)
    func pull(_ x: Double) -> Double {
      var sum = 0.0
      for (i, omega) in correlations(x).enumerated() {
        let group = setting.groups[i]
        sum +=
          group.sigma * group.sigma * Double(group.count) * ua[i] * ub[i]
          * BivariateMeans(a.shrinkages[i].function, b.shrinkages[i].function, correlation: omega).plain
      }
      return sum
    }
    guard !a.isZero, !b.isZero else {
      self.correlations = correlations(0)
      return
    }
    // |X| is at most that of Ω = ±1.
    var most = 0.0
    for (i, group) in setting.groups.enumerated() {
      most +=
        group.sigma * group.sigma * Double(group.count) * ua[i] * ub[i]
        * (a.shrinkages[i].squareMean * b.shrinkages[i].squareMean).squareRoot()
    }
    let x = try BracketedRoot.root(in: -1.000001...1.000001) { $0 - pull($0 * most) / most }
    self.correlations = correlations(x * most)
  }
}

extension MeanResponse {
  /// xᵀ C y.
  func pairing(_ x: [Double], _ y: [Double]) -> Double {
    var sum = 0.0
    for i in x.indices { sum += x[i] * dot(covariance.row(i), y[...]) }
    return sum
  }

  /// C x.
  func spread(_ x: [Double]) -> [Double] { x.indices.map { dot(covariance.row($0), x[...]) } }
}
