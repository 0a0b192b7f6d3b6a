public import ConvexFunctions
public import DataModels

/// A penalty of which the theory knows how it shrinks Gaussian fields.
///
/// In the limit every coordinate of a column of weights behaves like
///
///     w = (T/A) η(h/T),   h ~ N(0, T²)
///
/// with a standardized shrinkage η of one parameter, the level: the shrinking factor for ℓ2, the threshold for ℓ1, the
/// clipping point for ℓ∞.
public protocol ShrinkagePenalty: Penalty {
  /// η at a level.
  func shrinkage(level: Double) -> Shrinkage
  /// The level at strength λ, in one group of features.
  ///
  /// - Returns: nil where the solution is exactly zero.
  func level(lambda: Double, in column: ColumnEquations) throws -> Double?
  /// g = 1 − Σ D_g s_g and the levels of all groups at given field strengths t_g.
  ///
  /// - Returns: nil where the solution is exactly zero.
  func levels(lambda: Double, groups: [FeatureGroup], samples n: Double, strengths t: [Double]) throws
    -> (g: Double, levels: [Double])?
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
  /// The parameter of the penalty.
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

  /// W = 0.
  static let zero = Shrinkage(level: .nan, function: .zero, slope: 0, squareMean: 0)
}
