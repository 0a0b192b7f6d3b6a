import DataModels
import LinearAlgebra

/// The law of the scores of a new sample over data sets, after any map of the weights: Gaussian, given its class.
///
///     mean_l       = Σ_g scale d τ ρ E[Gψ]                      ρ = τ (C m̂)ⱼ / T
///     covariance   = Σ_g σ_g² Q_ψ                                     noise of the sample
///                  + Σ_g τ_g² Q_η  aᵀ C a′ + (Σ_g σ_g² Q_η) c̄ c̄′ qᵀ N⁻¹ q′      what the fit lets through
///                  + Σ_g d τ² E[(p·μ)² ψ_res ψ′_res] + cross terms                  what the map adds
///
/// with ψ = (E[Gψ]/s) η + ψ_res, c the factor of w inside u, p the class (minus the mean class where there is an
/// intercept), q = p − R_j, a = c p − c̄ q. The last lines are fluctuations of μⱼ·u from one data set to another. They
/// do not vanish here because ‖μ‖² is of order d; for rounded weights they are as large as the noise.
///
/// - Source: derivation in Documentation/MixtureTheory.md.
struct ScoreLaw {
  /// One trained column with its map, prepared.
  struct Column {
    let solution: ColumnSolution
    let map: WeightMap
    /// E[Gψ]/s.
    var ratios: [Double] = []
    /// ψ − ratio · η.
    var rests: [OddPiecewiseLinear] = []
    /// c_g and c̄.
    var factors: [Double] = []
    var meanFactor = 0.0
    /// C m̂.
    let field: [Double]
    /// Mean scores of all classes, with the intercept that suits u.
    var means: [Double]
    /// The first rows of R.
    let rows: [[Double]]

    /// - Parameter classes: of how many classes covariances will be asked.
    init(
      _ solution: ColumnSolution, _ map: WeightMap, setting: MixtureSetting, response: MeanResponse, label l: Int,
      classes: Int
    ) {
      self.solution = solution
      self.map = map
      field = response.spread(solution.fieldMeans)
      let k = setting.classCount
      rows = (0..<classes).map { response.row($0, kappa: solution.kappa) }
      means = [Double](repeating: 0, count: k)
      var kappas = (0.0, 0.0)
      for (i, group) in setting.groups.enumerated() {
        let shrinkage = solution.shrinkages[i]
        let slope = map.isIdentity ? shrinkage.slope : map.functions[i].gaussianSlope
        let ratio = shrinkage.slope > 0 ? slope / shrinkage.slope : 0
        ratios.append(ratio)
        rests.append(
          map.isIdentity ? .zero : map.functions[i].adding(-ratio, times: shrinkage.function))
        let unit = solution.fieldDeviations[i] / solution.curvatures[i]
        factors.append(unit > 0 ? map.scales[i] * ratio / unit : 0)
        let own =
          Double(group.count) * shrinkage.slope * group.meanScale * group.meanScale / (group.sigma * group.sigma)
        kappas.0 += own * factors[i]
        kappas.1 += own
        if solution.fieldDeviations[i] > 0 {
          let strength =
            map.scales[i] * Double(group.count) * group.meanScale * group.meanScale * slope
            / solution.fieldDeviations[i]
          for j in 0..<k { means[j] += strength * field[j] }
        }
      }
      meanFactor = kappas.1 > 0 ? kappas.0 / kappas.1 : factors[0]
      if setting.intercept {
        // β̂ = ȳ − û·x̄, as after compression.
        var shift = 0.0
        for j in 0..<k { shift += setting.mixture.priors[j] * (setting.labelShares[j, l] - means[j]) }
        for j in 0..<k { means[j] += shift }
      }
    }
  }

  /// The bivariate means of a pair of columns in one group, in units of the maps.
  private struct GroupMeans {
    var mapped = 0.0
    var trained = 0.0
    var rest = BivariateMeans(.zero, .zero, correlation: 0)
    /// E[ψ_res η′] and E[η ψ′_res].
    var crossed = (0.0, 0.0)
  }

  let setting: MixtureSetting
  let response: MeanResponse

  /// The pair of columns (a, b) over all classes j: `covariance(j)` of their scores.
  ///
  /// - Parameter correlations: Ω_g; 1 for a column with itself.
  func pair(_ a: Column, _ b: Column, correlations: [Double]) -> (_ j: Int) -> Double {
    let groups = setting.groups
    var means: [GroupMeans] = []
    for i in groups.indices {
      let omega = correlations[i]
      let (eta, other) = (a.solution.shrinkages[i].function, b.solution.shrinkages[i].function)
      var m = GroupMeans()
      m.trained = BivariateMeans(eta, other, correlation: omega).plain
      if a.map.isIdentity, b.map.isIdentity {
        m.mapped = m.trained
      } else {
        m.rest = BivariateMeans(a.rests[i], b.rests[i], correlation: omega, moments: true)
        m.crossed = (
          BivariateMeans(a.rests[i], other, correlation: omega).plain,
          BivariateMeans(eta, b.rests[i], correlation: omega).plain
        )
        m.mapped =
          a.ratios[i] * b.ratios[i] * m.trained + a.ratios[i] * m.crossed.1 + b.ratios[i] * m.crossed.0 + m.rest.plain
      }
      means.append(m)
    }
    return { j in covariance(j, a, b, correlations, means) }
  }

  private func covariance(
    _ j: Int, _ a: Column, _ b: Column, _ correlations: [Double], _ means: [GroupMeans]
  ) -> Double {
    let k = setting.classCount
    let n = Double(setting.sampleCount)
    // p: the class, relative to the mean class where the intercept takes that out.
    var p = [Double](repeating: 0, count: k)
    if setting.intercept { for l in 0..<k { p[l] = -setting.mixture.priors[l] } }
    p[j] += 1
    let (qa, qb) = (zip(p, a.rows[j]).map { $0 - $1 }, zip(p, b.rows[j]).map { $0 - $1 })
    let spread = response.spread(p)
    let ownVariance = dot(p[...], spread[...])
    var result = 0.0
    for (i, group) in setting.groups.enumerated() {
      let (count, variance, signal) = (
        Double(group.count), group.sigma * group.sigma, group.meanScale * group.meanScale
      )
      let (sa, sb) = (a.map.scales[i], b.map.scales[i])
      let (ua, ub) = (a.solution.units[i], b.solution.units[i])
      let trained = count * ua * ub * means[i].trained
      result += variance * count * sa * sb * means[i].mapped
      let left = p.indices.map { a.factors[i] * p[$0] - a.meanFactor * qa[$0] }
      let right = p.indices.map { b.factors[i] * p[$0] - b.meanFactor * qb[$0] }
      result += signal * trained * response.pairing(left, right)
      // The noise of the training samples, averaged over each class.
      for l in 0..<k {
        let shared = setting.intercept ? setting.mixture.priors[l] : 0
        result +=
          variance * trained * (a.meanFactor * qa[l] + a.factors[i] * shared)
          * (b.meanFactor * qb[l] + b.factors[i] * shared) / response.sizes[l]
      }
      guard !(a.map.isIdentity && b.map.isIdentity) else { continue }
      if setting.intercept { result += variance / n * count * sa * sb * means[i].rest.plain }
      result += signal * count * sa * sb * restMoment(ownVariance, p, a, b, i, correlations[i], means[i].rest, group)
      result += signal * count * sa * ub * means[i].crossed.0 * dot(right[...], spread[...])
      result += signal * count * ua * sb * means[i].crossed.1 * dot(left[...], spread[...])
    }
    return result
  }

  /// E[(p·μ/τ)² f(G) g(G′)] from the regression of p·μ on (G, G′).
  private func restMoment(
    _ variance: Double, _ p: [Double], _ a: Column, _ b: Column, _ i: Int, _ omega: Double, _ rest: BivariateMeans,
    _ group: FeatureGroup
  ) -> Double {
    guard a.solution.fieldDeviations[i] > 0, b.solution.fieldDeviations[i] > 0 else { return variance * rest.plain }
    let ra = group.meanScale * dot(p[...], a.field[...]) / a.solution.fieldDeviations[i]
    let rb = group.meanScale * dot(p[...], b.field[...]) / b.solution.fieldDeviations[i]
    let free = (1 - omega) * (1 + omega)
    guard free > 1e-12 else { return (variance - ra * ra) * rest.plain + ra * ra * rest.firstSquared }
    let (wa, wb) = ((ra - omega * rb) / free, (rb - omega * ra) / free)
    let explained = wa * ra + wb * rb
    return (variance - explained) * rest.plain + wa * wa * rest.firstSquared + 2 * wa * wb * rest.product
      + wb * wb * rest.secondSquared
  }
}
