public import ConvexFunctions
public import Iteration
public import LinearAlgebra

/// A solution with everything that is known about it.
public struct LinearFit: Sendable {
  /// W (K × d), one row per class.
  public let weights: Matrix
  public let intercept: [Double]
  /// The name of the penalty.
  public let penalty: String
  public let structure: SolutionStructure
  public let lambda: Double
  public let certificate: Certificate
  public let status: Outcome
  public let algorithm: String
  public let iterations: Int

  /// The share of weights that are not exactly zero.
  public var nonzeroFraction: Double {
    Double(weights.elements.count { $0 != 0 }) / Double(max(1, weights.elements.count))
  }

  /// The share of weights that lie exactly at ± the largest magnitude of their class: all of a class that is zero, as in
  /// the limit towards λ_max.
  public var boundaryFraction: Double {
    var count = 0
    for k in 0..<weights.rowCount {
      let row = weights.row(k)
      let largest = row.reduce(0) { max($0, $1.magnitude) }
      count += row.count { $0.magnitude == largest }
    }
    return Double(count) / Double(max(1, weights.elements.count))
  }
}
