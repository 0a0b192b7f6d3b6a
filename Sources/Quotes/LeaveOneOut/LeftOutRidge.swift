import ConvexFunctions
import ConvexSolvers
import LinearAlgebra

/// Ridge at one λ without each of its samples: W₋ᵢ = W − Eᵢ ((XᵀX + λ)⁻¹xᵢ)ᵀ.
struct LeftOutRidge: Sendable {
  private let path: RidgePath
  private let lambda: Double
  private let weights: Matrix
  /// What W₋ᵢ says of sample i (n × K).
  let predictions: Matrix

  init(_ path: RidgePath, _ lambda: Double) {
    self.path = path
    self.lambda = lambda
    weights = path.weights(lambda)
    predictions = path.leaveOneOut(lambda)
  }

  /// The scores of samples (m × K) under W₋ᵢ as it is stored, one matrix for each storage.
  func scores(of rows: [Int], as storages: [PlainStorage]) throws -> [Matrix] {
    let data = path.data
    return try LeftOutSamples(data: data, rows: rows).scores(of: weights, as: storages, structure: .smooth) { places in
      let influences = path.influences(of: Array(rows[places]), lambda)
      return { place in
        let i = rows[place]
        var without = weights
        for k in 0..<data.columnCount {
          let error = data.targetMeans[k] + data.targets[k, i] - predictions[i, k]
          subtract(error, times: influences.row(place - places.lowerBound), from: &without, row: k)
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
