public import ConvexFunctions
public import DataModels

/// A penalty of which the theory knows how it shrinks Gaussian fields.
///
/// In the limit every coordinate of a column of weights behaves like
///
///     w = (T/A) η(h/T),   h ~ N(0, T²)
///
/// with a standardized shrinkage η: for ℓ2 a factor, for ℓ1 a threshold, for an elastic net both, for ℓ∞ a clipping
/// point.
public protocol ShrinkagePenalty: Penalty {
  /// η at strength λ, in one group of features.
  ///
  /// - Returns: nil where the solution is exactly zero.
  func shrinkage(lambda: Double, in column: ColumnEquations) throws -> Shrinkage?
  /// g = 1 − Σ D_g s_g and η_g of all groups at given field strengths t_g.
  ///
  /// - Returns: nil where the solution is exactly zero.
  func shrinkages(lambda: Double, groups: [FeatureGroup], samples n: Double, strengths t: [Double]) throws
    -> (g: Double, shrinkages: [Shrinkage])?
  /// The λ from which on the solution is exactly zero, at field strengths t_g; nil where there is none.
  func collapse(groups: [FeatureGroup], strengths t: [Double]) -> Double?
  /// f(w) of a column with those shrinkages; `units` are T/A of each group.
  func value(of shrinkages: [Shrinkage], units: [Double], counts: [Double]) -> Double
}

extension ShrinkagePenalty {
  public func collapse(groups: [FeatureGroup], strengths t: [Double]) -> Double? { nil }
}

/// η and its first moments under G ~ N(0, 1).
public struct Shrinkage: Sendable, Equatable {
  /// The factor of ℓ2, the threshold of ℓ1 and the elastic net, the clipping point of ℓ∞.
  public var level: Double
  public var function: OddPiecewiseLinear
  /// s = E[η′(G)]: for ℓ1 the fraction of non-zeros, for ℓ∞ that strictly inside the boundary.
  public var slope: Double
  /// E[η(G)²].
  public var squareMean: Double

  public init(level: Double, function: OddPiecewiseLinear, slope: Double, squareMean: Double) {
    self.level = level
    self.function = function
    self.slope = slope
    self.squareMean = squareMean
  }

  /// P(η(G) ≠ 0).
  public var nonzeroFraction: Double {
    function.pieces.first.map { 2 * StandardNormal.cumulative(-$0.low) } ?? 0
  }

  /// W = 0.
  static let zero = Shrinkage(level: .nan, function: .zero, slope: 0, squareMean: 0)
}
