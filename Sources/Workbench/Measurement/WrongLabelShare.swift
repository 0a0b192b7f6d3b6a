public import LinearAlgebra

/// The share of training labels that are wrong, estimated from held-out scores.
///
/// Where classes overlap, predictions contradict labels when they are unsure; where labels are wrong, also when
/// they are sure. With scores s of a row and labels replaced by another class with probability c, evenly,
///
///     P(label = y | s) = (1 − c) p_y + c/(K − 1) · (1 − p_y),   p = softmax(a s)
///
/// The slope a and c are fitted by maximum likelihood; the interval is that of the profile likelihood. Under
/// Gaussian classes of one covariance and equal shares, log odds are linear in the scores of least squares.
///
/// Measured with labels replaced on purpose: where classes hardly overlap, within two standard errors for
/// c = 0, 0.1, 0.2 and 0.4 (mixtures of 200 and 400 rows; the digits: 0, 10.5, 21 and 40 %). Where a quarter of the
/// right labels are contradicted anyway, within 0.08 and inside the interval; where half of them are, the point
/// estimate says little and can be near zero, but without wrong labels the interval still began at zero in every
/// trial. With two classes and c = 0.4 the interval reaches from 0 to 0.45.
///
/// What a linear model cannot tell apart although it is sure counts as wrong labels too: where classes have
/// unusual members the estimate is too large.
///
/// - Source: maximum likelihood under symmetric label noise, e.g. Bylander (1994) for K = 2; the asymptote is
///   the lapse rate of Wichmann & Hill, *Perception & Psychophysics* 63 (2001), 1293–1313, eq. (1).
public struct WrongLabelShare: Sendable, Equatable {
  public let value: Double
  /// 95 %: where twice the log likelihood is within 3.84 of its maximum.
  public let interval: ClosedRange<Double>
  /// The share of rows whose prediction differs from the label, for whatever reason.
  public let disagreement: Double

  /// - Parameter scores: n × K, K ≥ 2; those of row i by a model that did not see row i. Rows with scores that
  ///   are no numbers are left out.
  /// - Returns: nil where no row is left or all scores of every row are equal.
  /// - Complexity: O(n K) exponentials, 36 of them each, and less than 10⁶ logarithms.
  public init?(scores: Matrix, labels: [Int]) {
    precondition(scores.rowCount == labels.count && scores.columnCount >= 2)
    let classCount = scores.columnCount
    let rows = labels.indices.filter { scores.row($0).allSatisfy(\.isFinite) }
    // Behind the largest score of its row, and the usual distance to it.
    var behind = Matrix(rows: rows.count, columns: classCount)
    var contradicted = 0
    for (place, i) in rows.enumerated() {
      let best = (0..<classCount).reduce(0) { scores[i, $1] > scores[i, $0] ? $1 : $0 }
      for k in 0..<classCount { behind[place, k] = scores[i, k] - scores[i, best] }
      if best != labels[i] { contradicted += 1 }
    }
    let scale = -behind.elements.reduce(0, +) / Double(max(1, rows.count * (classCount - 1)))
    guard scale > 0 else { return nil }
    disagreement = Double(contradicted) / Double(rows.count)

    let spacing = 0.005
    let others = Double(classCount - 1)
    let shares = (0...Int(0.9 * others / Double(classCount) / spacing)).map { spacing * Double($0) }
    var likelihoods = [Double](repeating: -.infinity, count: shares.count)
    // From scores that say nothing to scores that say everything.
    for step in 0..<36 {
      let slope = 0.1 * power(10, Double(step) / 12) / scale
      let bins = Self.bins(
        rows.indices.map { place in
          let total = (0..<classCount).reduce(0.0) { $0 + exponential(slope * behind[place, $1]) }
          return exponential(slope * behind[place, labels[rows[place]]]) / total
        })
      for (place, c) in shares.enumerated() {
        let likelihood = bins.reduce(0.0) { sum, bin in
          sum + bin.count * logarithm(max(1e-12, (1 - c) * bin.probability + c / others * (1 - bin.probability)))
        }
        likelihoods[place] = max(likelihoods[place], likelihood)
      }
    }
    let most = likelihoods.max() ?? 0
    let within = shares.indices.filter { 2 * (most - likelihoods[$0]) <= 3.84 }
    value = shares[likelihoods.firstIndex(of: most) ?? 0]
    interval = shares[within.first ?? 0]...shares[within.last ?? 0]
  }

  /// Probabilities of nearly the same log odds together: the likelihood is a sum over few of them.
  private static func bins(_ probabilities: [Double]) -> [(probability: Double, count: Double)] {
    var sums = [Double](repeating: 0, count: 121)
    var counts = sums
    for p in probabilities {
      let odds = logarithm(max(p, 1e-15) / max(1 - p, 1e-15))
      let place = min(120, max(0, Int((4 * odds + 60).rounded())))
      sums[place] += p
      counts[place] += 1
    }
    return zip(sums, counts).filter { $1 > 0 }.map { ($0 / $1, $1) }
  }
}
