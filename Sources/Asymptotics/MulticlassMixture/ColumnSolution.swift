import ConvexFunctions
import DataModels
import LinearAlgebra

/// The order parameters of one trained column of weights.
public struct ColumnSolution: Sendable {
  /// One for each group of features.
  public let shrinkages: [Shrinkage]
  /// T_g, the deviations of the fields.
  public let fieldDeviations: [Double]
  /// A_g, the curvatures: w = (T/A) η(h/T).
  public let curvatures: [Double]
  /// 1 − Σ D_g s_g: the residual of a training sample is g times that of a new one.
  public let residualFactor: Double
  /// K = κ C N.
  let kappa: Double
  /// bⱼ = E[y − w·x − β | class j].
  public let residualMeans: [Double]
  public let intercept: Double
  /// 2 g N b: the mean part of the field is Σⱼ m̂ⱼ μⱼ.
  let fieldMeans: [Double]
  /// ‖w‖².
  public let squaredNorm: Double
  /// f(w).
  public let penaltyValue: Double
  /// Σᵢ (yᵢ − w·xᵢ − β)² over the training samples.
  public let trainingLoss: Double
  public let nonzeroFraction: Double
  /// The share of weights at ±max|w|; 1/d for a penalty without a boundary.
  public let boundaryFraction: Double
  /// Whether the column is exactly zero.
  public var isZero: Bool { shrinkages.allSatisfy(\.function.pieces.isEmpty) }

  /// T_g/A_g.
  var units: [Double] { zip(fieldDeviations, curvatures).map { $0 / $1 } }

  init(column l: Int, penalty: any ShrinkagePenalty, lambda: Double, setting: MixtureSetting, response: MeanResponse)
    throws
  {
    let n = Double(setting.sampleCount)
    let (target, labelVariance) = Self.target(l, setting, response)
    let groups = setting.groups

    let strengths: FieldStrengths
    if groups.count == 1 {
      let column = ColumnEquations(
        group: groups[0], samples: n, response: response, target: target, labelVariance: labelVariance)
      let shrinkage = try penalty.shrinkage(lambda: lambda, in: column) ?? .zero
      strengths = column.strengths(shrinkage)
      shrinkages = [shrinkage]
      residualFactor = column.residualFactor(shrinkage)
    } else {
      let fixedPoint = GroupedColumn(
        penalty: penalty, lambda: lambda, groups: groups, samples: n, response: response, target: target,
        labelVariance: labelVariance)
      strengths = try fixedPoint.solve()
      (residualFactor, shrinkages) = try fixedPoint.shrinkages(strengths)
    }
    let g = residualFactor
    fieldDeviations = groups.map {
      2 * g * ($0.meanScale * $0.meanScale * strengths.signal + $0.sigma * $0.sigma * strengths.noise).squareRoot()
    }
    curvatures = groups.map { 2 * n * $0.sigma * $0.sigma * g }
    var (kappa, norm, noiseNorm, nonzero, boundary) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (i, group) in groups.enumerated() {
      let (count, variance) = (Double(group.count), group.sigma * group.sigma)
      let shrinkage = shrinkages[i]
      let unit = fieldDeviations[i] / curvatures[i]
      kappa += count / n * shrinkage.slope * group.meanScale * group.meanScale / variance
      let square = count * unit * unit * shrinkage.squareMean
      norm += square
      noiseNorm += variance * square
      nonzero += count * shrinkage.nonzeroFraction
      boundary += count * (1 - shrinkage.slope)
    }
    let features = Double(setting.mixture.featureCount)
    self.kappa = kappa
    let rest = response.residual(target, kappa: kappa)
    residualMeans = response.means(rest)
    intercept = rest.intercept
    let sizes = response.sizes
    fieldMeans = zip(residualMeans, sizes).map { 2 * g * $0 * $1 }
    squaredNorm = norm
    penaltyValue = penalty.value(
      of: shrinkages, units: zip(fieldDeviations, curvatures).map { $0 / $1 }, counts: groups.map { Double($0.count) })
    trainingLoss = g * g * (labelVariance + rest.square + n * noiseNorm)
    nonzeroFraction = nonzero / features
    // A column of zeros has every weight at its largest magnitude.
    boundaryFraction = nonzero == 0 ? 1 : penalty.structure == .boundary ? boundary / features : 1 / features
  }

  /// The targets of column l in the basis of the response, and Σⱼ nⱼ vⱼ.
  static func target(
    _ l: Int, _ setting: MixtureSetting, _ response: MeanResponse
  ) -> (coordinates: [Double], labelVariance: Double) {
    let y = (0..<setting.classCount).map { setting.labelShares[$0, l] }
    var variance = 0.0
    for j in y.indices { variance += response.sizes[j] * y[j] * (1 - y[j]) }
    return (response.target(y), variance)
  }

  /// t_g of a column of zeros.
  static func strengthsAtZero(column l: Int, setting: MixtureSetting, response: MeanResponse) -> [Double] {
    let (target, labelVariance) = target(l, setting, response)
    let rest = response.residual(target, kappa: 0)
    return setting.groups.map {
      ($0.meanScale * $0.meanScale * rest.signal + $0.sigma * $0.sigma * (labelVariance + rest.square)).squareRoot()
    }
  }
}
