import LinearAlgebra
import Quantization

/// The variance that stochastic rounding adds to Gaussian weights.
///
///     P = E Var[Q(w) | w] = Σ over cells E[(w − lower)(upper − w); w in the cell],    w ~ N(μ, τ²)
///
/// Cell by cell from the moments of a truncated Gaussian; where cells of one width are narrower than τ/2, their mean
/// Δ²/6, which the rest of Poisson's sum changes by less than e^(−8π²).
struct ParameterRounding: Sendable {
  /// Cells of one width that follow each other, in units of the scale.
  private struct Run: Sendable {
    let start: Double
    let width: Double
    let count: Int
    var end: Double { start + width * Double(count) }
  }

  private let runs: [Run]
  private let quantizer: Quantizer

  /// - Precondition: the quantizer rounds stochastically.
  init(_ quantizer: Quantizer) {
    self.quantizer = quantizer
    var runs: [Run] = []
    let numbers = NumberLine(quantizer.format).numbers
    for (lower, upper) in zip(numbers, numbers.dropFirst()) {
      let width = upper - lower
      if let last = runs.last, (last.width - width).magnitude <= 1e-9 * width {
        runs[runs.count - 1] = Run(start: last.start, width: last.width, count: last.count + 1)
      } else {
        runs.append(Run(start: lower, width: width, count: 1))
      }
    }
    self.runs = runs
  }

  /// P for each weight.
  ///
  /// - Parameters:
  ///   - mean: μ (d).
  ///   - variance: τ² (d), none negative.
  func variances(mean: [Double], variance: [Double]) -> [Double] {
    // A weight that is known exactly has the variance of one draw; so narrow a Gaussian is no different.
    let deviations = zip(mean, variance).map { max($1.squareRoot(), 1e-9 * max($0.magnitude, 1e-6)) }
    switch quantizer.scaling {
    case .fixed(let scale):
      return mean.indices.map { scale * scale * added(mean[$0] / scale, deviations[$0] / scale, .infinity) }
    case .blocks(let rule):
      var found: [Double] = []
      for start in stride(from: 0, to: mean.count, by: Quantizer.blockSize) {
        let block = start..<min(start + Quantizer.blockSize, mean.count)
        found += blockVariances(rule, Array(mean[block]), Array(deviations[block]))
      }
      return found
    }
  }

  /// Of one MX block: scale 2^e where no magnitude lies beyond T(e) and some lies beyond T(e − 1).
  private func blockVariances(_ rule: PowerOfTwo, _ mean: [Double], _ deviations: [Double]) -> [Double] {
    let largest = zip(mean, deviations).reduce(0) { max($0, $1.0.magnitude + $1.1) }
    var sums = [Double](repeating: 0, count: mean.count)
    // The chance that each stays within T(e − 1), and that all others do.
    var (previous, below) = (0.0, [Double](repeating: 0, count: mean.count))
    for exponent in PowerOfTwo.exponents {
      let limit = rule.limit(exponent, range: quantizer.format.range)
      // Less than 1e-12 of the blocks have so small a scale.
      guard limit > 1e-12 * largest else { continue }
      let within = mean.indices.map { Self.probability(-limit, limit, mean[$0], deviations[$0]) }
      let others = Self.productsOfOthers(within)
      let scale = Double(sign: .plus, exponent: exponent, significand: 1)
      for i in mean.indices {
        let (mu, tau) = (mean[i] / scale, deviations[i] / scale)
        var part = others[i] > 1e-30 ? others[i] * added(mu, tau, limit / scale) : 0
        if below[i] > 1e-30 { part -= below[i] * added(mu, tau, previous / scale) }
        sums[i] += scale * scale * part
      }
      if within.allSatisfy({ $0 == 1 }) { break }
      (previous, below) = (limit, others)
    }
    return sums.map { max(0, $0) }
  }

  /// Π over j ≠ i.
  private static func productsOfOthers(_ values: [Double]) -> [Double] {
    var products = [Double](repeating: 1, count: values.count)
    var before = 1.0
    for i in values.indices {
      products[i] = before
      before *= values[i]
    }
    var after = 1.0
    for i in values.indices.reversed() {
      products[i] *= after
      after *= values[i]
    }
    return products
  }

  /// Σ over cells of E[(w − lower)(upper − w); |w| ≤ limit] in units of the scale; 0 beyond the outermost numbers.
  private func added(_ mu: Double, _ tau: Double, _ limit: Double) -> Double {
    let (low, high) = (max(mu - 9 * tau, -limit), min(mu + 9 * tau, limit))
    var sum = 0.0
    for run in runs where run.end > low && run.start < high {
      let (from, to) = (max(run.start, low), min(run.end, high))
      guard from < to else { continue }
      if 2 * run.width < tau {
        sum += run.width * run.width / 6 * Self.probability(from, to, mu, tau)
        continue
      }
      var cell = max(0, Int((from - run.start) / run.width))
      while cell < run.count {
        let lower = run.start + Double(cell) * run.width
        if lower >= to { break }
        sum += Self.cell(lower, lower + run.width, max(lower, from), min(lower + run.width, to), mu, tau)
        cell += 1
      }
    }
    return sum
  }

  /// E[(w − lower)(upper − w); from < w < to].
  private static func cell(
    _ lower: Double, _ upper: Double, _ from: Double, _ to: Double, _ mu: Double, _ tau: Double
  ) -> Double {
    let (a, b) = ((from - mu) / tau, (to - mu) / tau)
    let mass = probability(from, to, mu, tau)
    let (pa, pb) = (density(a), density(b))
    // Means of z and z² over (a, b), w = μ + τz.
    let first = pa - pb
    let second = mass + (a.isFinite ? a * pa : 0) - (b.isFinite ? b * pb : 0)
    let (l, u) = (mu - lower, upper - mu)
    return max(0, l * u * mass + tau * (u - l) * first - tau * tau * second)
  }

  private static func density(_ z: Double) -> Double { exponential(-z * z / 2) * 0.3989422804014327 }

  private static func probability(_ from: Double, _ to: Double, _ mu: Double, _ tau: Double) -> Double {
    let (a, b) = ((from - mu) / tau * 0.7071067811865476, (to - mu) / tau * 0.7071067811865476)
    // On the side of the tail, where nothing cancels.
    if a > 0 { return (complementaryErrorFunction(a) - complementaryErrorFunction(b)) / 2 }
    if b < 0 { return (complementaryErrorFunction(-b) - complementaryErrorFunction(-a)) / 2 }
    return (errorFunction(b) - errorFunction(a)) / 2
  }
}
