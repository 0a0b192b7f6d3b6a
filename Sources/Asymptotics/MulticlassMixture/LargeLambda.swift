import ConvexFunctions
import DataModels
import LinearAlgebra

/// The theorems of the paper for large λ, with its misprints corrected: first order in D s.
///
///     P = 1 − ∫ φ(x) Φ(x + Δm / (σ √(Q_d − Q_o)))^{k−1} dx
///
/// Valid where D s ≪ 1 only: at small λ it promises far too much (3.5 % where 47 % is true).
///
/// - Source: arXiv 2402.10474, Theorems 4.3 (ℓ2), 4.4 (ℓ1), 4.6 (ℓ∞), corrected as in
///   Documentation/MixtureTheory.md.
struct LargeLambda {
  let testError: Double
  let nonzeroFraction: Double
  let boundaryFraction: Double

  /// - Parameter setting: exchangeable classes, one group of features, no intercept.
  init(_ setting: MixtureSetting, response: MeanResponse, penalty: any ShrinkagePenalty, lambda: Double) throws {
    let k = setting.classCount
    let n = Double(setting.sampleCount)
    let group = setting.groups[0]
    let d = Double(group.count)
    let equations = [0, 1].map { l in
      let (target, labelVariance) = ColumnSolution.target(l, setting, response)
      return ColumnEquations(
        group: group, samples: n, response: response, target: target, labelVariance: labelVariance, order: .first)
    }
    let first = equations[0]
    let found = try penalty.shrinkage(lambda: lambda, in: first)
    let shrinkage = found ?? .zero
    nonzeroFraction = shrinkage.nonzeroFraction
    boundaryFraction = found == nil ? 1 : penalty.structure == .boundary ? 1 - shrinkage.slope : 1 / d

    // Two columns, the right one and a rival.
    let damping = first.damping(shrinkage)
    let b = equations.map { response.means($0.residual(shrinkage)).map { damping * $0 } }
    let fields = b.map { b in zip(b, response.sizes).map { 2 * $0 * $1 } }
    let deviation = first.fieldDeviation(shrinkage)
    var covariance = group.meanScale * group.meanScale * response.pairing(fields[0], fields[1])
    for j in 0..<k {
      covariance +=
        4 * group.sigma * group.sigma * response.sizes[j]
        * (b[0][j] * b[1][j] - damping * damping * setting.labelShares[j, 0] * setting.labelShares[j, 1])
    }
    let omega = min(max(covariance / (deviation * deviation), -1), 1)
    let curvature = 2 * n * group.sigma * group.sigma
    let unit = deviation / curvature
    let spread =
      group.sigma * group.sigma * d * unit * unit
      * (shrinkage.squareMean
        - BivariateMeans(shrinkage.function, shrinkage.function, correlation: omega).plain)
    let spreadOfMeans = response.spread(fields[0])
    let gap =
      d * shrinkage.slope / curvature * group.meanScale * group.meanScale * (spreadOfMeans[0] - spreadOfMeans[1])
    testError = WrongArgmax.exchangeable(gap: gap, variance: 2 * spread, covariance: spread, rivals: k - 1)
  }
}
