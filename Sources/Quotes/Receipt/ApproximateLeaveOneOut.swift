import ConvexFunctions
public import ConvexSolvers
public import LinearAlgebra

/// Leave-one-out of a finished ℓ1, ℓ∞ or elastic-net solution, float and compressed, without fitting again.
///
/// Each class is least squares on its active manifold, so that every sample is left out by a rank-one update. Exact for a
/// sample without which the solution would keep its zeros, or its boundary, and their signs; an approximation for the others.
/// Ridge has `CompressedLeaveOneOut` instead, which is exact.
///
/// - Source: Wang, Zhou, Lu, Maleki & Mirrokni, ICML 2018, *Approximate leave-one-out for fast parameter tuning in high
///   dimensions*, §3 (bridge and non-smooth penalties); the compressed versions are ours.
public struct ApproximateLeaveOneOut: Sendable {
  private let fit: LinearFit
  private let samples: LeftOutSamples
  private let classes: [ActiveManifold]

  /// The samples that compressed weights are scored on.
  public var rows: [Int] { samples.rows }

  /// - Parameters:
  ///   - fit: The solution of a penalty with zeros or a boundary on all samples of `data`.
  ///   - rows: indices of the samples to score compressed weights on; nil for all.
  /// - Throws: a `Refusal` of kind `failure` where the active features of a class depend on each other.
  /// - Complexity: `work(for:)` multiplications, twice.
  public init(_ fit: LinearFit, on data: LeastSquares, rows: [Int]? = nil) throws {
    precondition(fit.structure != .smooth, "ridge has exact leave-one-out")
    self.fit = fit
    let rows = rows ?? Array(0..<data.sampleCount)
    samples = LeftOutSamples(data: data, rows: rows)
    classes = try parallelMap(data.columnCount) { try ActiveManifold(fit, class: $0, on: data, rows: rows) }
  }

  /// Σ over the classes of n p² + p³ for p active parameters.
  public static func work(for fit: LinearFit, sampleCount: Int) -> Double {
    (0..<fit.weights.rowCount).reduce(0) { sum, k in
      let p = Double(ActiveManifold.size(of: fit.weights.row(k), structure: fit.structure))
      return sum + Double(sampleCount) * p * p + p * p * p
    }
  }

  /// What the solution as it is, found without sample i, would say of it (n × K).
  public var predictions: Matrix {
    let data = samples.data
    var predictions = Matrix(rows: data.sampleCount, columns: data.columnCount)
    for (k, manifold) in classes.enumerated() {
      for i in 0..<data.sampleCount {
        predictions[i, k] = data.targetMeans[k] + data.targets[k, i] - manifold.errors[i]
      }
    }
    return predictions
  }

  /// What its compressed versions, found without sample i, would say of it: m × K for each storage.
  public func scores(as storages: [PlainStorage]) throws -> [Matrix] {
    try samples.scores(of: fit.weights, as: storages, structure: fit.structure) { _ in
      { place in
        Matrix(
          rows: classes.count, columns: fit.weights.columnCount,
          elements: classes.flatMap { $0.weights(without: place, error: $0.errors[rows[place]]) })
      }
    }
  }
}
