import LinearAlgebra

/// First and second moments of the iterate and of the running sum of iterates, coordinate by coordinate.
///
///     m = E e,  s = E e²,  μ = E S,  q = E S e,  v = E S²,     e = w_t − w*,  S = Σ e over averaged iterates before t
///
/// Exact, as E[e⁺ | past] = αe + β in each coordinate:
///
///     v⁺ = v + 2q + s,   q⁺ = α(q + s) + β(μ + m),   μ⁺ = μ + m
struct SecondMoments: Sendable {
  private(set) var mean: [Double]
  private(set) var square: [Double]
  private(set) var sumMean: [Double]
  private(set) var sumProduct: [Double]
  private(set) var sumSquare: [Double]
  /// n, the iterates in S.
  private(set) var averagedCount = 0

  /// - Parameter offset: w₀ − w*.
  init(offset: [Double]) {
    mean = offset
    square = offset.map { $0 * $0 }
    let zeros = [Double](repeating: 0, count: offset.count)
    (sumMean, sumProduct, sumSquare) = (zeros, zeros, zeros)
  }

  /// One update.
  ///
  /// - Parameter averages: whether the iterate that it begins with joins S.
  /// - Complexity: O(d); O(d²) for a user's rows.
  mutating func step(_ update: MomentUpdate, averages: Bool) {
    if averages {
      Self.average(update.decay, update.beta, mean, square, &sumMean, &sumProduct, &sumSquare)
      averagedCount += 1
    }
    guard let pairs = update.pairs else {
      Self.advance(update, &mean, &square)
      return
    }
    let d = mean.count
    let injected = (0..<d).map { i in
      dot(pairs.squares.row(i), square[...]) + dot(pairs.means.row(i), mean[...])
    }
    Self.advance(update, &mean, &square)
    add(1, times: injected[...], to: &square)
  }

  /// One update whose first and second moments are known.
  mutating func step(mean: [Double], square: [Double], decay: [Double], beta: [Double], averages: Bool) {
    if averages {
      Self.average(decay, beta, self.mean, self.square, &sumMean, &sumProduct, &sumSquare)
      averagedCount += 1
    }
    (self.mean, self.square) = (mean, square)
  }

  // Plain loops without branches over arrays that the compiler knows to be apart, so that it can vectorize them.

  private static func average(
    _ decay: [Double], _ beta: [Double], _ mean: [Double], _ square: [Double], _ sumMean: inout [Double],
    _ sumProduct: inout [Double], _ sumSquare: inout [Double]
  ) {
    let (m, s) = (mean.span, square.span)
    let (decay, beta) = (decay.span, beta.span)
    var mu = sumMean.mutableSpan
    var q = sumProduct.mutableSpan
    var v = sumSquare.mutableSpan
    for i in m.indices {
      let (q0, s0) = (q[unchecked: i], s[unchecked: i])
      let together = q0 + s0
      v[unchecked: i] += q0 + together
      let mu1 = mu[unchecked: i] + m[unchecked: i]
      q[unchecked: i] = together - decay[unchecked: i] * together + beta[unchecked: i] * mu1
      mu[unchecked: i] = mu1
    }
  }

  private static func advance(_ update: MomentUpdate, _ mean: inout [Double], _ square: inout [Double]) {
    let shared =
      dot(update.sumOfSquares[...], square[...]) + dot(update.sumOfMeans[...], mean[...]) + update.sumConstant
    let (decay, beta, gap) = (update.decay.span, update.beta.span, update.gap.span)
    let (fromMean, constant, injection) = (update.squareFromMean.span, update.constant.span, update.injection.span)
    var m = mean.mutableSpan
    var s = square.mutableSpan
    for i in decay.indices {
      let (m0, s0) = (m[unchecked: i], s[unchecked: i])
      m[unchecked: i] = m0 - decay[unchecked: i] * m0 + beta[unchecked: i]
      s[unchecked: i] =
        s0 - gap[unchecked: i] * s0 + fromMean[unchecked: i] * m0 + constant[unchecked: i]
        + injection[unchecked: i] * shared
    }
  }
}
