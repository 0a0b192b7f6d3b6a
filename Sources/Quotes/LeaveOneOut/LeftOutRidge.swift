import ConvexFunctions
import ConvexSolvers
import LinearAlgebra

/// Ridge at one λ without each of its samples: W₋ᵢ = W − Eᵢ ((XᵀX + λ)⁻¹xᵢ)ᵀ.
struct LeftOutRidge: Sendable {
  private let path: RidgePath
  private let lambda: Double
  private let weights: Matrix

  init(_ path: RidgePath, _ lambda: Double) {
    self.path = path
    self.lambda = lambda
    weights = path.weights(lambda)
  }

  /// The scores of samples (m × K) under W₋ᵢ as it is stored, one matrix for each storage.
  func scores(of rows: [Int], as storages: [PlainStorage]) throws -> [Matrix] {
    let data = path.data
    return try LeftOutSamples(data: data, rows: rows).scores(of: weights, as: storages, structure: .smooth) { places in
      // Made for some samples at a time: for all of them, at every λ of a race, they can be most of the memory.
      let residuals = path.leftOutResiduals(of: Array(rows[places]), lambda)
      let influences = path.influences(of: Array(rows[places]), lambda)
      return { place in
        let p = place - places.lowerBound
        var without = weights
        for k in 0..<data.columnCount {
          subtract(residuals[p, k], times: influences.row(p), from: &without, row: k)
        }
        return without
      }
    }
  }
}

/// wₖ − factor · x in place.
private func subtract(_ factor: Double, times x: ArraySlice<Double>, from weights: inout Matrix, row: Int) {
  let start = weights.range(ofRow: row).lowerBound
  let x = x.span
  var all = weights.elements.mutableSpan
  for j in x.indices { all[unchecked: start + j] -= factor * x[unchecked: j] }
}
