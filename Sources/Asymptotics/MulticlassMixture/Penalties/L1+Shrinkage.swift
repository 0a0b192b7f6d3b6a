public import ConvexFunctions
public import DataModels

extension L1: ShrinkagePenalty {
  /// Above it fewer than one weight in 10¹⁵ is not zero.
  private static let largestLevel = 8.0

  /// η(x) = sign(x) max(|x| − α, 0).
  public func shrinkage(level alpha: Double) -> Shrinkage {
    let tail = StandardNormal.cumulative(-alpha)
    return Shrinkage(
      level: alpha, function: OddPiecewiseLinear([.init(alpha, .infinity, constant: -alpha, slope: 1)]),
      slope: 2 * tail,
      squareMean: max(0, 2 * ((1 + alpha * alpha) * tail - alpha * StandardNormal.density(alpha))))
  }

  /// λ = α T(α), increasing.
  public func shrinkage(lambda: Double, in column: ColumnEquations) throws -> Shrinkage? {
    let least = column.feedback >= 1 ? -StandardNormal.quantile((1 - 1e-10) / (2 * column.feedback)) : 1e-12
    guard lambda < Self.largestLevel * column.fieldDeviation(shrinkage(level: Self.largestLevel)) else { return nil }
    let level = try BracketedRoot.root(in: least...Self.largestLevel) { alpha in
      logarithmOfRatio(alpha * column.fieldDeviation(shrinkage(level: alpha)), lambda)
    }
    return shrinkage(level: level)
  }

  /// s_g = 2 Q(λ / (2 g t_g)), g from its one equation.
  public func shrinkages(
    lambda: Double, groups: [FeatureGroup], samples n: Double, strengths t: [Double]
  ) throws -> (g: Double, shrinkages: [Shrinkage])? {
    guard t.contains(where: { lambda < 2 * Self.largestLevel * $0 }) else { return nil }
    let g = try BracketedRoot.root(in: 1e-14...1) { g in
      var sum = g - 1
      for (group, strength) in zip(groups, t) {
        sum += Double(group.count) / n * 2 * StandardNormal.cumulative(-lambda / (2 * g * strength))
      }
      return sum
    }
    return (g, t.map { shrinkage(level: lambda / (2 * g * $0)) })
  }

  public func value(of shrinkages: [Shrinkage], units: [Double], counts: [Double]) -> Double {
    var sum = 0.0
    for i in counts.indices { sum += counts[i] * units[i] * shrinkages[i].function.absoluteMean }
    return sum
  }
}
