import Compression
import ConvexFunctions
import ConvexSolvers
import LinearAlgebra

/// A norm along its path, fitted to some samples and measured on others, at the same shares of λ_max whatever the size.
struct PenaltyCurve: Sendable {
  /// The mean number of free weights of a class: non-zeros; inside the box and not zero, and one for its size.
  let degrees: [Double]
  /// Mean errors: one row per share of λ_max, one entry per form.
  let errors: [[Double]]
  /// The share of weights that are not zero.
  let nonzeroFractions: [Double]

  /// Errors of quotes need no more.
  static let roughly = RegularizationPath(tolerance: 1e-3, stepLimit: 300)

  /// - Parameter fractions: λ/λ_max, decreasing.
  init(
    _ data: LeastSquares, penalty: any Penalty, fractions: [Double], on held: HeldOut, as forms: [any StorageForm],
    path: RegularizationPath = roughly
  ) throws {
    let largest = LambdaGrid.largest(for: penalty, data)
    // All weights are zero at every strength where the features say nothing.
    let fits =
      largest > 0 ? try path.fit(data, penalty: penalty, lambdas: fractions.map { $0 * largest }) : []
    guard fits.count == fractions.count else {
      degrees = fractions.map { _ in 0 }
      errors = fractions.map { _ in forms.map { _ in 1 } }
      nonzeroFractions = fractions.map { _ in 0 }
      return
    }
    degrees = fits.map(Self.degrees)
    errors = fits.map { held.errors(of: $0, on: data, as: forms) }
    nonzeroFractions = fits.map(\.nonzeroFraction)
  }

  private static func degrees(_ fit: LinearFit) -> Double {
    let counts = (0..<fit.weights.rowCount).map { k -> Int in
      let row = fit.weights.row(k)
      guard fit.structure == .boundary else { return row.count { $0 != 0 } }
      let largest = row.reduce(0) { max($0, $1.magnitude) }
      return row.count { $0 != 0 && $0.magnitude < largest } + 1
    }
    return Double(counts.reduce(0, +)) / Double(max(1, counts.count))
  }
}
