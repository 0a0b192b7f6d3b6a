/// The row to keep.
struct Choice {
  /// How much of the best error a smaller file may add, unless a budget says otherwise; at most two points
  /// of a classifier's error.
  static let relativeTolerance = 0.15
  static let absoluteTolerance = 0.02
  /// Files that are larger than the smallest by no more than this are not worth an error.
  static let sizeTolerance = 0.1

  let request: CompressRequest
  let isClassification: Bool

  /// The row to keep, by the held-out rows of the folds alone.
  ///
  /// Without a budget: of the files whose error is within the tolerances of the best, or within one standard error
  /// where that is more, the best among the smallest. With `maxError`: the smallest file that meets it. With only
  /// `maxBytes` or `maxLatency`: the least error within them.
  ///
  /// - Source: the one-standard-error rule of Breiman et al., *Classification and Regression Trees* (1984),
  ///   §3.4.3; the tolerance is ours: who compresses wants bytes more than the last tenth of an error.
  func callAsFunction(_ entries: [CandidateEntry]) -> Int? {
    let allowed = entries.indices.filter { i in
      let row = entries[i].row
      return !row.oracle && row.bytes <= request.maxBytes ?? .max
        && row.latencyMicroseconds ?? 0 <= request.maxLatency ?? .infinity
        && entries[i].foldError.value <= request.maxError ?? .infinity && entries[i].foldError.value.isFinite
    }
    guard let best = allowed.min(by: { entries[$0].foldError.value < entries[$1].foldError.value }) else { return nil }
    let leastError = request.maxError == nil && (request.maxBytes != nil || request.maxLatency != nil)
    let error = entries[best].foldError
    let share = min(Self.relativeTolerance * error.value, isClassification ? Self.absoluteTolerance : .infinity)
    let slack = leastError ? 0 : max(error.standardError, share)
    let within = request.maxError ?? error.value + slack
    let good = allowed.filter { entries[$0].foldError.value <= within }
    guard let smallest = good.map({ entries[$0].row.bytes }).min() else { return nil }
    let size = request.maxError == nil ? Double(smallest) * (1 + Self.sizeTolerance) : Double(smallest)
    return good.filter { Double(entries[$0].row.bytes) <= size }
      .min {
        (entries[$0].foldError.value, entries[$0].row.bytes) < (entries[$1].foldError.value, entries[$1].row.bytes)
      }
  }
}
