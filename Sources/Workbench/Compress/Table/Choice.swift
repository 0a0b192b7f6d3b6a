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

  /// The row to keep, by the training rows alone.
  ///
  /// Forms of linear ridge that have leave-one-out compete among themselves by it, all rows against all rows; the one that
  /// is kept meets data-aware rounding, other penalties and other families by the error on the held-out rows of the folds, which
  /// all have.
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
        && row.latencyMicroseconds ?? 0 <= request.maxLatency ?? .infinity && isWithin(entries[i].foldError)
        && entries[i].leftOutError.map(isWithin) ?? true
    }
    let ridge = best(allowed.filter { entries[$0].leftOutError != nil }, of: entries) { $0.leftOutError! }
    let others = allowed.filter { entries[$0].leftOutError == nil }
    return best((others + (ridge.map { [$0] } ?? [])).sorted(), of: entries, by: \.foldError)
  }

  private func isWithin(_ error: MeasuredError) -> Bool {
    error.value <= request.maxError ?? .infinity && error.value.isFinite
  }

  /// The best of the smallest files whose error is good.
  private func best(_ allowed: [Int], of entries: [CandidateEntry], by error: (CandidateEntry) -> MeasuredError) -> Int?
  {
    func value(_ i: Int) -> Double { error(entries[i]).value }
    guard let best = allowed.min(by: { value($0) < value($1) }) else { return nil }
    let leastError = request.maxError == nil && (request.maxBytes != nil || request.maxLatency != nil)
    let least = error(entries[best])
    let share = min(Self.relativeTolerance * least.value, isClassification ? Self.absoluteTolerance : .infinity)
    let slack = leastError ? 0 : max(least.standardError, share)
    let within = request.maxError ?? least.value + slack
    let good = allowed.filter { value($0) <= within }
    guard let smallest = good.map({ entries[$0].row.bytes }).min() else { return nil }
    let size = request.maxError == nil ? Double(smallest) * (1 + Self.sizeTolerance) : Double(smallest)
    return good.filter { Double(entries[$0].row.bytes) <= size }
      .min { (value($0), entries[$0].row.bytes) < (value($1), entries[$1].row.bytes) }
  }
}
