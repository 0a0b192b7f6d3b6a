import DataModels
import LinearAlgebra

/// `WrongArgmax` without any symmetry: quasi-Monte Carlo over sequential conditioning.
///
/// The differences dᵢ = right − other i are jointly Gaussian. In any order of the others
///
///     P = Σᵢ P(dᵢ < 0, dₕ > 0 for h < i) = Σᵢ Φ(−mᵢ/sᵢ) E[ Π_{h<i} P(dₕ > 0 | dᵢ and the dₕ before) ],
///
/// each mean taken over points in the tail dᵢ < 0 and the parts dₕ > 0. The first factor is exact, and the second a
/// mean of moderate numbers: errors keep their relative accuracy however small they are. k − 2 dimensions are left.
///
/// - Accuracy: absolute 2e-6 for three classes, 1e-5 for five, 5e-5 for ten (against the one-dimensional integral).
/// - Complexity: O(k³) normal quantiles for each of `pointCount` points.
/// - Source: conditioning after A. Genz, *J. Comput. Graph. Stat.* 1 (1992) 141–149; points by the generalized golden
///   ratio, folded by the baker's transformation and weighted as in H. Niederreiter, *Bull. AMS* 84 (1978) §4.
struct GeneralWrongArgmax: Sendable {
  private let classCount: Int
  /// Uniform points on (0, 1), k − 2 numbers each.
  private let points: [Double]
  private let pointCount: Int

  /// Probabilities below it are nothing.
  private static let least = 1e-280

  init(classCount k: Int) {
    classCount = k
    let dimension = max(0, k - 2)
    pointCount = dimension == 0 ? 1 : min(max(400_000 / (k * k * k), 128), 1024)
    var ratio = 1.5
    for _ in 0..<60 { ratio = power(1 + ratio, 1 / Double(dimension + 1)) }
    let steps = (1...max(1, dimension)).map { power(ratio, -Double($0)) }
    var points: [Double] = []
    points.reserveCapacity(dimension * pointCount)
    for i in 0..<pointCount {
      for step in steps.prefix(dimension) {
        let u = 0.5 + Double(i + 1) * step
        points.append(max(1 - (2 * (u - u.rounded(.down)) - 1).magnitude, 1e-12))
      }
    }
    self.points = points
  }

  /// P(another score than the one of class j is largest), ties shared.
  ///
  /// - Parameters:
  ///   - mean: k scores.
  ///   - covariance: k × k.
  func callAsFunction(right j: Int, mean: [Double], covariance: Matrix) -> Double {
    let k = classCount
    // Classes whose scores are the same number tie: a trace of independent noise shares their place.
    var scale = mean.map(\.magnitude).max() ?? 0
    for l in 0..<k { scale = max(scale, max(0, covariance[l, l]).squareRoot()) }
    guard scale > 0 else { return 1 - 1 / Double(k) }
    let trace = 1e-16 * scale * scale
    func entry(_ a: Int, _ b: Int) -> Double {
      (a == b ? 2 : 1) * trace + covariance[j, j] - covariance[j, b] - covariance[a, j] + covariance[a, b]
    }
    func height(_ l: Int) -> Double { (mean[j] - mean[l]) / max(entry(l, l), trace).squareRoot() }
    // The rival most likely to win comes first and alone carries most of the sum.
    let rivals = (0..<k).filter { $0 != j }.map { ($0, height($0)) }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
    let size = k - 1
    let gaps = rivals.map { mean[j] - mean[$0] }
    var differences = [Double](repeating: 0, count: size * size)
    for a in 0..<size { for b in 0..<size { differences[a * size + b] = entry(rivals[a], rivals[b]) } }
    var total = 0.0
    for i in 0..<size { total += term(i, size, gaps, differences, trace) }
    return min(max(total, 0), 1)
  }

  /// P(dᵢ < 0, dₕ > 0 for h < i).
  private func term(
    _ i: Int, _ size: Int, _ gaps: [Double], _ differences: [Double], _ trace: Double
  ) -> Double {
    // Difference i first, then the likely winners.
    let order = [i] + (0..<i)
    let count = order.count
    var l = [Double](repeating: 0, count: count * count)
    for a in 0..<count {
      for b in 0...a {
        var sum = differences[order[a] * size + order[b]]
        for c in 0..<b { sum -= l[a * count + c] * l[b * count + c] }
        l[a * count + b] = a == b ? max(sum, trace).squareRoot() : sum / l[b * count + b]
      }
    }
    let lost = StandardNormal.cumulative(-gaps[i] / l[0])
    // Quantiles of less have no finite value.
    guard i > 0, lost > Self.least else { return lost }
    var (total, mass) = (0.0, 0.0)
    var y = [Double](repeating: 0, count: count)
    for p in 0..<pointCount {
      // Weights in the shape of a roof: errors of a Kronecker sequence then fall like the square of its length.
      let weight = Double(min(p, pointCount - 1 - p) + 1)
      mass += weight
      let start = p * (classCount - 2)
      y[0] = StandardNormal.quantile(points[start] * lost)
      var product = weight
      for a in 1..<count {
        var center = gaps[order[a]]
        for c in 0..<a { center += l[a * count + c] * y[c] }
        let right = StandardNormal.cumulative(center / l[a * count + a])
        product *= right
        guard right > Self.least, a < count - 1 else { break }
        // 1 − Φ(y) runs over (0, right).
        y[a] = -StandardNormal.quantile(points[start + a] * right)
      }
      total += product
    }
    return lost * total / mass
  }
}
