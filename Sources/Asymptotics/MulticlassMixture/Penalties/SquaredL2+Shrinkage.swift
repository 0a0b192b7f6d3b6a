public import ConvexFunctions
public import DataModels

extension SquaredL2: ShrinkagePenalty {
  /// η(x) = s x.
  public func shrinkage(level s: Double) -> Shrinkage {
    Shrinkage(
      level: s, function: OddPiecewiseLinear([.init(0, .infinity, slope: s)]), slope: s, squareMean: s * s)
  }

  /// λ = n σ² (1 − D s)(1 − s)/s, solved for s.
  public func shrinkage(lambda: Double, in column: ColumnEquations) -> Shrinkage? {
    let d = column.feedback
    let p = 1 + d + lambda / column.noise
    // p² − 4D without the cancellation at λ → 0, D → 1.
    let root = ((1 - d) * (1 - d) + lambda / column.noise * (2 * (1 + d) + lambda / column.noise)).squareRoot()
    return shrinkage(level: min(2 / (p + root), (1 - 1e-12) / max(1, d)))
  }

  /// s_g = n σ_g² g / (n σ_g² g + λ), g from its one equation.
  public func shrinkages(
    lambda: Double, groups: [FeatureGroup], samples n: Double, strengths t: [Double]
  ) throws -> (g: Double, shrinkages: [Shrinkage])? {
    func slope(_ group: FeatureGroup, _ g: Double) -> Double {
      let own = n * group.sigma * group.sigma * g
      return own / (own + lambda)
    }
    let g = try BracketedRoot.root(in: 1e-14...1) { g in
      g - 1 + groups.reduce(0) { $0 + Double($1.count) / n * slope($1, g) }
    }
    return (g, groups.map { shrinkage(level: slope($0, g)) })
  }

  public func value(of shrinkages: [Shrinkage], units: [Double], counts: [Double]) -> Double {
    var sum = 0.0
    for i in counts.indices { sum += counts[i] * units[i] * units[i] * shrinkages[i].squareMean }
    return sum
  }
}
