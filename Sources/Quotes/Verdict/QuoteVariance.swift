import Compression

/// The variance of measured minus quoted error.
///
/// Of norms, with p the quote (at least 2/min(n, n_test)), A₄ and A₈ the anchored pilots and G the synthetic estimate:
///
///     V = p(1 − p)(1/n_test + 1/n) + .0052² + (.42 (A₄ − G))² + (.34 (A₄ − A₈))² + .056 s₄²
///       + [1 bit] .0116² + [λ ≥ .2 λ_max] .0139²,      band = quote ± 2.1 √V
///
/// Of ridge, whose leave-one-out is exact: V = p(1 − p)(1/n_test + 1/n) + c², c = .01 for the weights as they are and .02
/// for others, plus what sampled rows add; band = quote ± 1.645 √V.
///
/// Of random features, with A the carried pilot, B leave-one-out of all rows and e_m the pilot as it is:
///
///     V = p(1 − p)(1/n_test + 1/n) + .0052² + (.5 (A − B))² + (.3 (quote − e_m))²,      band = quote ± 2.1 √V
///
/// Squared errors, in units of the variance of the targets, have κ p² in place of p(1 − p).
///
/// - Source: Documentation/Quotes.md, band; constants from twelve tasks, those of random features from nine, tested on families
///   left out (Evidence/quotes).
struct QuoteVariance {
  let sampleCount: Int
  let testCount: Int?
  /// var(e)/mean(e)² of the squared errors of samples; nil for classes.
  let relativeVariance: Double?

  static let factor = 2.1
  static let ridgeFactor = 1.645

  private func sampling(_ error: Double) -> Double {
    let least = 2 / Double(min(sampleCount, testCount ?? .max))
    let p = min(max(error, least), 0.97)
    let each = relativeVariance.map { $0 * error * error } ?? p * (1 - p)
    return each * ((testCount.map { 1 / Double($0) } ?? 0) + 1 / Double(sampleCount))
  }

  func ridge(_ error: Double, _ form: any StorageForm, sampled: Double) -> Double {
    let c = form.bitWidth >= 16 ? 0.01 : 0.02
    return sampling(error) + c * c + sampled
  }

  /// - Parameters:
  ///   - spread: s₄², the variance between the pilots of n/4.
  func norm(
    _ error: Double, _ form: any StorageForm, fraction: Double, parts: QuoteParts, spread: Double
  ) -> Double {
    var v = sampling(error) + 0.0052 * 0.0052 + 0.056 * spread
    if let gap = parts.gap, let backTest = parts.backTest {
      let (a, b) = (0.42 * (parts.pilots - gap), 0.34 * (parts.pilots - backTest))
      v += a * a + b * b
    } else {
      // One pilot has nothing to be compared with but how far it was carried.
      let carried = 0.15 * (parts.pilots - parts.raw)
      v += 0.0116 * 0.0116 + carried * carried
    }
    if form.bitWidth == 1 { v += 0.0116 * 0.0116 }
    if fraction >= 0.2 { v += 0.0139 * 0.0139 }
    return v
  }

  func features(_ error: Double, parts: QuoteParts) -> Double {
    let apart = 0.5 * (parts.pilots - (parts.gap ?? parts.pilots))
    let carried = 0.3 * (error - parts.raw)
    return sampling(error) + 0.0052 * 0.0052 + apart * apart + carried * carried
  }

  /// The band about an error, within what is possible.
  static func band(
    _ error: Double, variance: Double, factor: Double, largest: Double, unit: Double
  ) -> ClosedRange<Double> {
    let half = factor * variance.squareRoot()
    return unit * max(0, error - half)...unit * max(error, min(largest, error + half))
  }
}

/// What a quote is made of that has two estimates.
struct QuoteParts {
  let pilots: Double
  /// The mean error of the largest pilots before they were carried to n.
  let raw: Double
  let backTest: Double?
  /// The second estimate: of a norm the synthetic one, of random features leave-one-out.
  let gap: Double?

  var quote: Double { gap.map { (pilots + $0) / 2 } ?? pilots }
}
