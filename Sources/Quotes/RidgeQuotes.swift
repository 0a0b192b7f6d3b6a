import Compression
import ConvexSolvers
import DataModels
import LinearAlgebra

/// Exact leave-one-out of ridge in every form along `RidgeCurve.lambdas`.
struct RidgeQuotes: Sendable {
  let lambdas: [Double]
  /// Errors in units of the constant answer for real targets.
  let curve: RidgeCurve
  /// What measuring some rows only adds to the variance of a mean; zero for all rows.
  let sampled: [[Double]]
  /// var(e)/mean(e)² of the squared errors at the best λ; nil for classes.
  let relativeVariance: Double?

  /// Of the least quote in each form.
  let optimism: [Double]

  /// All rows are left out where that is as quick as the rest; else so many, with ridge itself as control variate.
  static let leastRows = 500
  private static let mostNumbers = 3e6

  /// - Parameter observe: called with the share of the strengths that is done.
  init(
    _ data: LabeledData, _ fitted: LeastSquares, forms: [any StorageForm], unit: Double, using stream: RandomStream,
    observe: (Double) -> Void
  ) throws {
    let path = RidgePath(fitted)
    lambdas = RidgeCurve.lambdas(fitted)
    // What loses nothing has the error of the weights as they are.
    let lossy = forms.indices.filter {
      !(forms[$0] is Float32Form || forms[$0] is Float16Form || forms[$0] is SparseForm)
    }
    let storages = lossy.map { PlainStorage(forms[$0]) }
    let each = Double(fitted.featureCount * fitted.columnCount * storages.count)
    let count = max(Self.leastRows, Int(min(Double(fitted.sampleCount), Self.mostNumbers / max(1, each))))
    let rows = SampledRows.of(fitted.sampleCount, count: count, using: stream.branch("leave-one-out"))
    let part = data.targets.rows(rows)
    let leaveOut = CompressedLeaveOneOut(path, rows: rows)
    var isClasses = false
    if case .classes = data.targets { isClasses = true }
    let halvings = Halvings(fitted.sampleCount, using: stream)
    typealias Found = (
      means: [Double], sampled: [Double], ratio: Double, halves: [[(first: Double, second: Double)]]
    )
    let steps = lambdas.count
    let found = try lambdas.enumerated().map { place, lambda -> Found in
      let float = data.targets.errors(of: path.leaveOneOut(lambda)).map { $0 / unit }
      let mean = float.reduce(0, +) / Double(float.count)
      let square = float.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, float.count - 1))
      let scores = storages.isEmpty ? [] : try leaveOut.scores(lambda, as: storages)
      let measured = scores.map { score in part.errors(of: score).map { $0 / unit } }
      let compressed = measured.map { ControlledError($0, at: rows, related: float) }
      var halves = [[(first: Double, second: Double)]](
        repeating: halvings.means([], at: [], related: float), count: forms.count)
      for (c, errors) in zip(lossy, measured) { halves[c] = halvings.means(errors, at: rows, related: float) }
      let ratio = mean > 0 ? square / (mean * mean) : 0
      let full = Double(float.count)
      var (means, sampled) = ([Double](repeating: mean, count: forms.count), [Double](repeating: 0, count: forms.count))
      func each(_ error: Double) -> Double { isClasses ? error * (1 - error) : ratio * error * error }
      for (c, error) in zip(lossy, compressed) {
        means[c] = error.mean
        // The band has a term of its own for the n rows; only what m rows of them add is wanted.
        guard rows.count < float.count else { continue }
        sampled[c] = max(0, error.standardError * error.standardError - each(error.mean) / full)
      }
      observe(Double(place + 1) / Double(steps))
      return (means, sampled, ratio, halves)
    }
    curve = RidgeCurve(fitted, quoted: found.map(\.means))
    sampled = found.map(\.sampled)
    optimism = forms.indices.map { c in
      let divisions = found[0].halves[c].indices.map { h in
        SelectionOptimism.of(found.map { $0.halves[c][h].first }, found.map { $0.halves[c][h].second })
      }
      return divisions.reduce(0, +) / Double(divisions.count)
    }
    let best = found.indices.min { found[$0].means[0] < found[$1].means[0] } ?? 0
    if case .values = data.targets { relativeVariance = found[best].ratio } else { relativeVariance = nil }
  }
}
