import Asymptotics
import ConvexFunctions
import DataModels
import LinearAlgebra

/// The λ at which the theory promises the least error.
struct BestStrength {
  let lambda: Double
  let row: MixtureTheory.Row

  /// The least of a value along a grid, then along a finer one around it; by mean fields where they hold.
  ///
  /// - Parameter value: What is to be least, as "the error of the signs".
  init(
    _ theory: MixtureTheory, _ penalty: any Penalty, _ value: (MixtureTheory.Row) -> Double, points: Int = 25
  ) throws {
    let unit = Double(theory.setting.sampleCount) * theory.setting.mixture.sigma * theory.setting.mixture.sigma
    let range: ClosedRange<Double>
    switch penalty.structure {
    case .smooth: range = 1e-3 * unit...1e5 * unit
    case .zeros: range = 1e-4 * unit...2 * unit
    // Near its collapse the classes of ℓ∞ differ by chance, which mean fields do not know.
    case .boundary: range = 0.01 * unit...0.7 * (try theory.collapse(of: penalty) ?? unit)
    }
    func least(_ grid: [Double]) throws -> (Double, MixtureTheory.Row)? {
      var best: (Double, MixtureTheory.Row)?
      for lambda in grid where try theory.method(for: penalty, lambda: lambda) == .exact {
        let row = try theory.row(penalty, lambda: lambda)
        if value(row) < best.map({ value($0.1) }) ?? .infinity { best = (lambda, row) }
      }
      return best
    }
    let coarse = MixtureSweep.grid(from: range.lowerBound, to: range.upperBound, count: points)
    guard let first = try least(coarse) else {
      // Nothing is exact anywhere: the smallest strength is the least wrong.
      lambda = coarse[0]
      row = try theory.row(penalty, lambda: coarse[0])
      return
    }
    let step = coarse[1] / coarse[0]
    let fine = MixtureSweep.grid(from: first.0 / step, to: first.0 * step, count: 9)
    let best = try least(fine) ?? first
    (lambda, row) = value(best.1) <= value(first.1) ? best : first
  }
}
