public import ConvexFunctions
import LinearAlgebra

/// Where a regularization path begins and which strengths it visits.
public enum LambdaGrid {
  /// The strength at and above which every weight is exactly zero.
  ///
  ///     λ_max = max over k of f°(2 Xᵀyₖ),   f° the dual norm
  ///
  /// For ridge, which never reaches zero, the scale of the data instead: the largest eigenvalue of XᵀX,
  /// where the strongest direction is shrunk by one half.
  public static func largest(for penalty: any Penalty, _ data: LeastSquares) -> Double {
    // At zero the squared part of an elastic net has no slope.
    if let net = penalty as? ElasticNet { return largest(for: L1(), data) / net.share }
    guard let norm = penalty as? any NormPenalty else { return data.eigenvalues.last ?? 0 }
    return (0..<data.columnCount).map { 2 * norm.dualNorm(data.correlations.row($0).span) }.max() ?? 0
  }

  /// Fractions of λ_max, decreasing and evenly spaced in log λ, for a penalty.
  ///
  /// Under norms from 0.9 down to 0.005 (boundary) or 0.001 (zeros), where solutions still differ from least
  /// squares. For smooth penalties from 10 down to 1e-6 of the largest eigenvalue, since the useful strengths
  /// lie among the small ones; further, three to a decade, where half of the eigenvalues lie below 1e-4 of it, as in
  /// features of very different scales.
  public static func fractions(for penalty: any Penalty, _ data: LeastSquares) -> [Double] {
    switch penalty.structure {
    case .boundary: logarithmic(from: 0.9, to: 0.005, count: 18)
    case .zeros: logarithmic(from: 0.9, to: 0.001, count: 28)
    case .smooth: smoothFractions(data.eigenvalues)
    }
  }

  private static func smoothFractions(_ eigenvalues: [Double]) -> [Double] {
    guard let largest = eigenvalues.last else { return logarithmic(from: 10, to: 1e-6, count: 22) }
    let median = eigenvalues[eigenvalues.count / 2] / largest
    // Whole decades below 1e-6, until the median eigenvalue is a hundred times the smallest strength.
    let decades = (0..<6).first { 0.01 * median >= power(0.1, Double(6 + $0)) } ?? 6
    return logarithmic(from: 10, to: power(0.1, Double(6 + decades)), count: 22 + 3 * decades)
  }

  /// `count` values from `high` down to `low`, evenly spaced in the logarithm.
  public static func logarithmic(from high: Double, to low: Double, count: Int) -> [Double] {
    (0..<count).map { i in
      let share = count == 1 ? 0 : Double(i) / Double(count - 1)
      return high * power(low / high, share)
    }
  }
}
