import Compression
import ConvexFunctions
import ConvexSolvers
import DataModels
import LinearAlgebra

/// Ridge from strong to weak: degrees of freedom and the error in every form, the curve to which other penalties are anchored.
///
///     λ = 10^{1, ½, …, −6} tr(XᵀX)/d,   df(λ) = Σ e/(e + λ) over the eigenvalues e of XᵀX
///
/// Between its points errors are linear in log λ, and log λ is linear in df.
struct RidgeCurve: Sendable {
  static let pointCount = 15

  /// Natural logarithms of λ, decreasing.
  let logarithms: [Double]
  let degrees: [Double]
  /// Mean errors: one row per λ, one entry per form.
  let errors: [[Double]]

  private init(_ data: LeastSquares, _ errors: ([Double]) throws -> [[Double]]) rethrows {
    let lambdas = Self.lambdas(data)
    logarithms = lambdas.map { logarithm($0) }
    let eigenvalues = data.eigenvalues
    degrees = lambdas.map { lambda in eigenvalues.reduce(0) { $0 + $1 / ($1 + lambda) } }
    self.errors = try errors(lambdas)
  }

  /// Fitted to some samples and measured on others.
  init(_ data: LeastSquares, on held: HeldOut, as forms: [any StorageForm]) {
    let path = RidgePath(data)
    self.init(data) { lambdas in lambdas.map { held.errors(of: path.fit($0), on: data, as: forms) } }
  }

  /// Of quotes for ridge itself, which are exact leave-one-out.
  init(_ data: LeastSquares, quoted: [[Double]]) {
    self.init(data) { _ in quoted }
  }

  static func lambdas(_ data: LeastSquares) -> [Double] {
    let scale = data.squaredColumnNorms.reduce(0, +) / Double(data.featureCount)
    return (0..<pointCount).map { scale * power(10, 1 - 0.5 * Double($0)) }
  }

  /// ln λ at those degrees of freedom, at the nearer end where they are beyond the curve.
  func place(atDegrees wanted: Double) -> Double {
    // Degrees of freedom grow as λ falls.
    guard let after = degrees.firstIndex(where: { $0 >= wanted }) else { return logarithms.last! }
    guard after > 0 else { return logarithms[0] }
    let (low, high) = (degrees[after - 1], degrees[after])
    let share = high > low ? (wanted - low) / (high - low) : 1
    return logarithms[after - 1] + share * (logarithms[after] - logarithms[after - 1])
  }

  /// The error of a form at ln λ, at the nearer end where that is beyond the curve.
  func error(at place: Double, form: Int) -> Double {
    guard let after = logarithms.firstIndex(where: { $0 <= place }) else { return errors.last![form] }
    guard after > 0 else { return errors[0][form] }
    let (high, low) = (logarithms[after - 1], logarithms[after])
    let share = (high - place) / (high - low)
    return errors[after - 1][form] + share * (errors[after][form] - errors[after - 1][form])
  }
}
