public import LinearAlgebra
import Messages

/// Ridge regression of several outputs as interpolation: more unknowns than equations, of whose solutions it is the
/// smallest.
///
///     A Φᵀ + √λ Z = Y,   argmin ‖A‖² + ‖Z‖² = argmin ‖A Φᵀ − Y‖² + λ ‖A‖²
///
/// since Z = (Y − A Φᵀ)/√λ: what ridge leaves of the targets is √λ Z.
public struct RidgeEquations: Sendable {
  /// Φ (n × w); centered where there is an intercept.
  public let features: Matrix
  /// Y (K × n), a row for each output.
  public let targets: Matrix
  public let lambda: Double
  /// ‖φᵢ‖² + λ, the squared length of each equation.
  let squaredLengths: [Double]
  /// Their mean.
  public var meanSquaredLength: Double { squaredLengths.reduce(0, +) / Double(squaredLengths.count) }

  /// - Throws: a `Refusal`: of kind `usage` for λ that is not above 0, of kind `input` where counts differ or numbers are
  ///   not finite.
  public init(features: Matrix, targets: Matrix, lambda: Double) throws {
    guard lambda > 0, lambda.isFinite else {
      throw Refusal.usage("ridge regression needs a strength λ above 0; found \(NumberText.short(lambda))")
    }
    guard features.rowCount >= 1, features.columnCount >= 1, targets.rowCount >= 1,
      targets.columnCount == features.rowCount
    else {
      throw Refusal.input(
        "\(features.rowCount) rows of features need as many targets for each output; found \(targets.columnCount)")
    }
    guard features.elements.allSatisfy(\.isFinite), targets.elements.allSatisfy(\.isFinite) else {
      throw Refusal.input("the features or targets are not all finite numbers")
    }
    self.features = features
    self.targets = targets
    self.lambda = lambda
    squaredLengths = (0..<features.rowCount).map { squaredNorm(features.row($0)) + lambda }
  }

  /// R = A Φᵀ + √λ Z − Y (K × n).
  func residuals(_ weights: Matrix, _ misfits: Matrix) -> Matrix {
    var rest = weights.timesTransposed(features)
    let root = lambda.squareRoot()
    for i in rest.elements.indices { rest.elements[i] += root * misfits.elements[i] - targets.elements[i] }
    return rest
  }
}
