/// The 95 % interval of a rate from n trials that stays within [0, 1] and is right near its ends.
///
///     center = (p + z²/2n) / (1 + z²/n),   half-width = z/(1 + z²/n) · √(p(1 − p)/n + z²/4n²),   z = 1.96
///
/// - Parameters:
///   - rate: p, the share of trials that came out so.
///   - count: n; of none, nothing is known: [0, 1].
/// - Source: Wilson, *J. Amer. Statist. Assoc.* 22 (1927).
public func wilsonInterval(_ rate: Double, count: Int) -> [Double] {
  guard count > 0 else { return [0, 1] }
  let n = Double(count)
  let z = 1.959963984540054
  let center = (rate + z * z / (2 * n)) / (1 + z * z / n)
  let half = z / (1 + z * z / n) * (rate * (1 - rate) / n + z * z / (4 * n * n)).squareRoot()
  return [max(0, center - half), min(1, center + half)]
}
