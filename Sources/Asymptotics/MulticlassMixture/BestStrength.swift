public import ConvexFunctions
import DataModels
import LinearAlgebra

/// The λ at which the theory promises the least error.
public struct BestStrength: Sendable {
  public let lambda: Double
  public let row: MixtureTheory.Row

  /// The least of a value along a grid, then along a finer one around it; by mean fields where they hold.
  ///
  /// - Parameter value: What is to be least, such as the error of the signs.
  /// - Complexity: `points` rows of the theory and nine more.
  public init(
    _ theory: MixtureTheory, _ penalty: any Penalty, points: Int = 25, least value: (MixtureTheory.Row) -> Double
  ) throws {
    let mixture = theory.setting.mixture
    let unit = Double(theory.setting.sampleCount) * mixture.sigma * mixture.sigma
    let (low, high): (Double, Double)
    switch penalty.structure {
    case .smooth: (low, high) = (1e-3 * unit, 1e5 * unit)
    case .zeros: (low, high) = (1e-4 * unit, 2 * unit)
    // Near its collapse the classes of ℓ∞ differ by chance, which mean fields do not know.
    case .boundary: (low, high) = (0.01 * unit, 0.7 * (try theory.collapse(of: penalty) ?? unit))
    }
    let step = power(high / low, 1 / Double(points - 1))
    let coarse = (0..<points).map { low * power(step, Double($0)) }
    let first = try Self.least(coarse, theory, penalty, value)
    let fine = try Self.least((-4...4).map { first.lambda * power(step, Double($0) / 4) }, theory, penalty, value)
    (lambda, row) = value(fine.row) <= value(first.row) ? fine : first
  }

  private static func least(
    _ grid: [Double], _ theory: MixtureTheory, _ penalty: any Penalty, _ value: (MixtureTheory.Row) -> Double
  ) throws -> (lambda: Double, row: MixtureTheory.Row) {
    // Where nothing is exact anywhere the smallest strength is the least wrong.
    var best = (lambda: grid[0], row: try theory.row(penalty, lambda: grid[0]))
    for lambda in grid.dropFirst() where try theory.method(for: penalty, lambda: lambda) == .exact {
      let row = try theory.row(penalty, lambda: lambda)
      // On a plateau the smaller strength is as good.
      if value(row) < 0.999 * value(best.row) { best = (lambda, row) }
    }
    return best
  }
}
