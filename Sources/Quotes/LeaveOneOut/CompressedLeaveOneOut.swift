import ConvexFunctions
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
  private let samples: LeftOutSamples
  /// The m samples that are left out in turn.
  public var rows: [Int] { samples.rows }

  /// - Parameter rows: indices of samples, of which those that are scored; nil for all.
  public init(_ path: RidgePath, rows: [Int]? = nil) {
    self.path = path
    samples = LeftOutSamples(data: path.data, rows: rows ?? Array(0..<path.data.sampleCount))
  }

  /// The scores of the samples (m × K), one matrix for each storage.
  ///
  /// NaN where `RidgePath.leaveOneOut` is: a sample that determines its own fit (λ = 0, full rank).
  ///
  /// - Parameter lambda: λ ≥ 0.
  /// - Complexity: O(m r d) for rank r, and O(m K d) for each form.
  public func scores(_ lambda: Double, as storages: [PlainStorage]) throws -> [Matrix] {
    let data = path.data
    let weights = path.fit(lambda).weights
    let influences = path.influences(of: rows, lambda)
    let predictions = path.leaveOneOut(lambda)
    return try samples.scores(of: weights, as: storages, structure: .smooth) { place in
      let i = rows[place]
      var without = weights
      for k in 0..<data.columnCount {
        let error = data.targetMeans[k] + data.targets[k, i] - predictions[i, k]
        subtract(error, times: influences.row(place), from: &without, row: k)
      }
      return without
    }
  }
}

/// wₖ − factor · x in place.
private func subtract(_ factor: Double, times x: ArraySlice<Double>, from weights: inout Matrix, row: Int) {
  let start = weights.range(ofRow: row).lowerBound
  let x = x.span
  var all = weights.elements.mutableSpan
  for j in x.indices { all[start + j] -= factor * x[j] }
}
