public import ConvexSolvers
public import LinearAlgebra

/// Exact leave-one-out of compressed ridge: what each sample would be told by a model trained without it and then stored.
///
///     W₋ᵢ = W − Eᵢ ((XᵀX + λ)⁻¹xᵢ)ᵀ,   Eᵢ = (yᵢ − ŷᵢ)/(1 − hᵢ)
///
/// One row less changes the solution by a matrix of rank one; compressing it again is then a plain calculation, so that
/// nothing is approximated for any form that is a function of W alone, nor for scales by least squares. Rounding that
/// reads the training rows (`DataAwareRounding`) would have to be done again for every sample and cannot be asked for here.
///
/// - Source: Allen (1974), the PRESS statistic; Golub, Heath & Wahba (1979), eq. (1.3).
public struct CompressedLeaveOneOut: Sendable {
  private let path: RidgePath
  /// The m samples that are left out in turn.
  public let rows: [Int]

  /// - Parameter rows: indices of samples, of which those that are scored; nil for all.
  public init(_ path: RidgePath, rows: [Int]? = nil) {
    self.path = path
    self.rows = rows ?? Array(0..<path.data.sampleCount)
  }

  /// The scores of the samples (m × K), one matrix for each storage.
  ///
  /// NaN where `RidgePath.leaveOneOut` is: a sample that determines its own fit (λ = 0, full rank).
  ///
  /// - Parameter lambda: λ ≥ 0.
  /// - Complexity: O(m r d) for rank r, and O(m K d) for each form.
  public func scores(_ lambda: Double, as storages: [PlainStorage]) throws -> [Matrix] {
    try LeftOutRidge(path, lambda).scores(of: rows, as: storages)
  }
}
