import LinearAlgebra

/// How much too low the least of several quotes is for having been chosen, by what the rows at hand show.
///
///     ½ [ b(argmin a) − a(argmin a) + a(argmin b) − b(argmin b) ] / √2 ≥ 0
///
/// a and b: two estimates of one curve of errors whose mean is quoted; each chooses for the other. The least of noisy numbers is
/// too low in proportion to the noise, of which the mean of two has 1/√2.
///
/// - Source: after Tibshirani & Tibshirani, *A bias correction for the minimum error rate in cross-validation*, Annals of
///   Applied Statistics 3 (2009), eq. (2.2); halves in place of folds, and the factor, are ours. Measured: Documentation/Quotes.md.
enum SelectionOptimism {
  /// - Parameters:
  ///   - a: errors along the strengths.
  ///   - b: the same from other rows.
  static func of(_ a: [Double], _ b: [Double]) -> Double {
    guard let i = a.indices.min(by: { a[$0] < a[$1] }), let j = b.indices.min(by: { b[$0] < b[$1] }) else { return 0 }
    return (b[i] - a[i] + a[j] - b[j]) / (2 * 2.0.squareRoot())
  }
}

/// Rows divided into halves again and again, so that means over one half can be held against those over the other.
struct Halvings: Sendable {
  private static let count = 20
  /// Whether each row is in the first half, for each division.
  private let isFirst: [[Bool]]

  /// - Parameter stream: branch i makes division number i.
  init(_ rowCount: Int, using stream: RandomStream) {
    isFirst = (0..<Self.count).map { division in
      var random = stream.branch("halves", division)
      var sides = [Bool](repeating: false, count: rowCount)
      for i in random.permutation(rowCount).prefix(rowCount / 2) { sides[i] = true }
      return sides
    }
  }

  /// The mean error over each half, for each division; `ControlledError` where only some rows were measured.
  ///
  /// - Parameters:
  ///   - errors: one for each of `rows`; of a related model for every row.
  func means(_ errors: [Double], at rows: [Int], related: [Double]) -> [(first: Double, second: Double)] {
    isFirst.map { sides in
      func mean(_ side: Bool) -> Double {
        let all = related.indices.filter { sides[$0] == side }
        let measured = rows.indices.filter { sides[rows[$0]] == side }
        let base = all.reduce(0) { $0 + related[$1] } / Double(max(1, all.count))
        let added = measured.reduce(0) { $0 + errors[$1] - related[rows[$1]] } / Double(max(1, measured.count))
        return base + added
      }
      return (mean(true), mean(false))
    }
  }
}
