public import ConvexFunctions
public import DataModels

extension LInf: ShrinkagePenalty {
  /// Beyond it no weight is at the boundary.
  private static let largestLevel = 8.0
  /// Below it every weight is.
  private static let leastLevel = 1e-9

  /// η(x) = min(max(x, −a), a).
  public func shrinkage(level a: Double) -> Shrinkage {
    let tail = StandardNormal.cumulative(-a)
    let inside = 1 - 2 * tail
    return Shrinkage(
      level: a,
      function: OddPiecewiseLinear([.init(0, a, slope: 1), .init(a, .infinity, constant: a)]), slope: inside,
      // The first moments cancel where a is small: there E[min(G², a²)] = a² − (2/3)√(2/π) a³ + …
      squareMean: a < 1e-4
        ? a * a * (1 - a * 0.5319230405352436)
        : inside - 2 * a * StandardNormal.density(a) + 2 * a * a * tail)
  }

  /// λ = 2 d T(a) [φ(a) − a Q(a)], decreasing; W = 0 from λ_max = d √(2/π) T(0) on.
  public func shrinkage(lambda: Double, in column: ColumnEquations) throws -> Shrinkage? {
    guard lambda < 2 * column.features * column.fieldDeviation(.zero) * excess(0) else { return nil }
    let most = column.feedback >= 1 ? StandardNormal.quantile(0.5 + (1 - 1e-10) / (2 * column.feedback)) : .infinity
    let level = try BracketedRoot.root(in: Self.leastLevel...min(most, Self.largestLevel)) { a in
      logarithmOfRatio(
        2 * column.features * column.fieldDeviation(shrinkage(level: a)) * excess(a), lambda)
    }
    return shrinkage(level: level)
  }

  /// λ_max = 4 φ(0) Σ d_g t_g, in one group d √(2/π) T₀.
  public func collapse(groups: [FeatureGroup], strengths t: [Double]) -> Double? {
    4 * excess(0) * zip(groups, t).reduce(0) { $0 + Double($1.0.count) * $1.1 }
  }

  /// a_g = σ_g² x / t_g with one x = n δ for all groups, λ = 4 g Σ d_g t_g [φ(a_g) − a_g Q(a_g)].
  public func shrinkages(
    lambda: Double, groups: [FeatureGroup], samples n: Double, strengths t: [Double]
  ) throws -> (g: Double, shrinkages: [Shrinkage])? {
    func point(_ x: Double) -> (g: Double, levels: [Double]) {
      let levels = zip(groups, t).map { $0.sigma * $0.sigma * x / $1 }
      let g = 1 - zip(groups, levels).reduce(0) { $0 + Double($1.0.count) / n * shrinkage(level: $1.1).slope }
      return (g, levels)
    }
    func strength(_ x: Double) -> Double {
      let (g, levels) = point(x)
      var sum = 0.0
      for i in t.indices { sum += Double(groups[i].count) * t[i] * excess(levels[i]) }
      return 4 * max(g, 0) * sum
    }
    guard let most = collapse(groups: groups, strengths: t), lambda < most else { return nil }
    let unit = zip(groups, t).map { $1 / ($0.sigma * $0.sigma) }.max() ?? 1
    let x = try BracketedRoot.root(in: 0...Self.largestLevel * unit) { x in
      // Where g < 0 the clipping point is too far out.
      let value = strength(x)
      return value > 0 ? logarithmOfRatio(value, lambda) : -800
    }
    let result = point(x)
    return (max(result.g, 1e-14), result.levels.map { shrinkage(level: $0) })
  }

  /// δ, that of any group.
  public func value(of shrinkages: [Shrinkage], units: [Double], counts: [Double]) -> Double {
    zip(shrinkages, units).map { $0.slope > 0 ? $0.level * $1 : 0 }.max() ?? 0
  }

  /// φ(a) − a Q(a) = E[(G − a)₊].
  private func excess(_ a: Double) -> Double {
    StandardNormal.density(a) - a * StandardNormal.cumulative(-a)
  }
}
