import DataModels

/// Means over the weights of one column, all groups together.
struct WeightStatistics {
  /// d.
  let count: Double
  private let column: ColumnSolution
  private let groups: [FeatureGroup]

  init(_ column: ColumnSolution, _ groups: [FeatureGroup]) {
    count = Double(groups.reduce(0) { $0 + $1.count })
    self.column = column
    self.groups = groups
  }

  /// Σ of E[ψ(w) sign(w)] over the weights.
  private func total(_ function: OddPiecewiseLinear) -> Double {
    let map = WeightMap(function, of: column)
    return zip(groups, map.functions).reduce(0) { $0 + Double($1.0.count) * $1.1.absoluteMean }
  }

  /// Mean |w|.
  var meanMagnitude: Double { total(.identity) / count }

  /// Mean |w| of the weights above a magnitude; 0 where there are none.
  func meanMagnitude(above threshold: Double) -> Double {
    let kept = total(OddPiecewiseLinear([.init(threshold, .infinity, constant: 1)]))
    return kept > 0 ? total(OddPiecewiseLinear([.init(threshold, .infinity, slope: 1)])) / kept : 0
  }

  /// The magnitude above which a share of the weights lies.
  func threshold(keeping share: Double) throws -> Double {
    let most = 40 * (zip(groups.indices, column.units).map { $1 }.max() ?? 0)
    return try BracketedRoot.root(in: 0...most) { threshold in
      share - total(OddPiecewiseLinear([.init(threshold, .infinity, constant: 1)])) / count
    }
  }
}
