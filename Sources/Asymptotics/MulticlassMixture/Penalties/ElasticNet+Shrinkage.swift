public import ConvexFunctions
public import DataModels

extension ElasticNet: ShrinkagePenalty {
  /// Above it fewer than one weight in 10¹⁵ is not zero.
  private static let largestLevel = 8.0

  /// η(x) = f sign(x) max(|x| − α, 0), the shrinkage of the lasso times a factor.
  private func shrinkage(level alpha: Double, factor: Double) -> Shrinkage {
    let lasso = L1().shrinkage(level: alpha)
    return Shrinkage(
      level: alpha, function: OddPiecewiseLinear([.init(alpha, .infinity, constant: -factor * alpha, slope: factor)]),
      slope: factor * lasso.slope, squareMean: factor * factor * lasso.squareMean)
  }

  /// f = A / (A + 2λ(1 − a)) with A = 2 n σ² (1 − D s), s = 2 f Q(α): a quadratic equation, that of ridge where 2 Q(α) = 1.
  private func shrinkage(level alpha: Double, _ lambda: Double, in column: ColumnEquations) -> Shrinkage {
    let active = column.feedback * L1().shrinkage(level: alpha).slope
    let stiffness = lambda * (1 - share) / column.noise
    let p = 1 + active + stiffness
    // p² − 4 D 2Q without the cancellation at λ → 0, D 2Q → 1.
    let root = ((1 - active) * (1 - active) + stiffness * (2 * (1 + active) + stiffness)).squareRoot()
    return shrinkage(level: alpha, factor: 2 / (p + root))
  }

  /// λ a = α T(α), increasing.
  public func shrinkage(lambda: Double, in column: ColumnEquations) throws -> Shrinkage? {
    let most = shrinkage(level: Self.largestLevel, lambda, in: column)
    guard lambda * share < Self.largestLevel * column.fieldDeviation(most) else { return nil }
    let level = try BracketedRoot.root(in: 1e-12...Self.largestLevel) { alpha in
      logarithmOfRatio(alpha * column.fieldDeviation(shrinkage(level: alpha, lambda, in: column)), lambda * share)
    }
    return shrinkage(level: level, lambda, in: column)
  }

  /// f_g = n σ_g² g / (n σ_g² g + λ(1 − a)), α_g = λ a / (2 g t_g), g from its one equation.
  public func shrinkages(
    lambda: Double, groups: [FeatureGroup], samples n: Double, strengths t: [Double]
  ) throws -> (g: Double, shrinkages: [Shrinkage])? {
    guard t.contains(where: { lambda * share < 2 * Self.largestLevel * $0 }) else { return nil }
    func all(_ g: Double) -> [Shrinkage] {
      zip(groups, t).map { group, strength in
        let own = n * group.sigma * group.sigma * g
        return shrinkage(level: lambda * share / (2 * g * strength), factor: own / (own + lambda * (1 - share)))
      }
    }
    let g = try BracketedRoot.root(in: 1e-14...1) { g in
      g - 1 + zip(groups, all(g)).reduce(0) { $0 + Double($1.0.count) / n * $1.1.slope }
    }
    return (g, all(g))
  }

  public func value(of shrinkages: [Shrinkage], units: [Double], counts: [Double]) -> Double {
    var sum = 0.0
    for i in counts.indices {
      let (unit, shrinkage) = (units[i], shrinkages[i])
      sum += counts[i] * share * unit * shrinkage.function.absoluteMean
      sum += counts[i] * (1 - share) * unit * unit * shrinkage.squareMean
    }
    return sum
  }
}
