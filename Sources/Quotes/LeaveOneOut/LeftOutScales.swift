import ConvexSolvers
import LinearAlgebra
import Quantization

/// The scales that least squares on all samples but one gives to rounded weights.
///
///     α₋ᵢ = (u·Xᵀy − c (u·xᵢ) yᵢ) / (u·XᵀX u − c (u·xᵢ)²),   c = n/(n−1)
///
/// for the numbers u of one class, X and y centered by the means of all samples (c = 1 without an intercept). Leaving
/// a sample out moves few numbers to a neighbor, u = u⁰ + δ, so that XᵀX is read where δ is not zero only.
struct LeftOutScales: Sendable {
  private let data: LeastSquares
  private let gram: Matrix
  private let correlations: Matrix
  /// u⁰ (K × d), and from it XᵀX u⁰ and u⁰·XᵀX u⁰.
  private let numbers: Matrix
  private let pulled: Matrix
  private let squares: [Double]

  /// - Parameter numbers: u⁰ (K × d), those of the weights that were trained on all samples.
  init(_ numbers: Matrix, on data: LeastSquares, gram: Matrix) {
    self.data = data
    self.gram = gram
    self.numbers = numbers
    correlations = data.correlations
    let product = numbers.times(gram)
    pulled = product
    squares = (0..<numbers.rowCount).map { dot(numbers.row($0), product.row($0)) }
  }

  /// The scale of class k; nil where the scores would not vary, or have to be turned around.
  ///
  /// - Parameters:
  ///   - row: u, the numbers of the class without sample i.
  ///   - score: u·xᵢ.
  ///   - stretch: c.
  func scale(of k: Int, _ row: ArraySlice<Double>, without i: Int, score: Double, stretch: Double) -> Double? {
    let (before, now) = (numbers.row(k), row)
    let moved = movedPlaces(before.span, now.span)
    let steps = moved.map { now[now.startIndex + $0] - before[before.startIndex + $0] }
    var square = squares[k]
    for (a, j) in moved.enumerated() {
      let row = gram.row(j)
      // XᵀX is symmetric: each pair is read once.
      square += steps[a] * (2 * (pulled[k, j] + dotAt(moved, steps, before: a, row.span)) + steps[a] * gram[j, j])
    }
    let found =
      (dot(row, correlations.row(k)) - stretch * score * data.targets[k, i])
      / (square - stretch * score * score)
    return found > 0 && found.isFinite ? found : nil
  }
}

/// Where two rows differ.
private func movedPlaces(_ a: Span<Double>, _ b: Span<Double>) -> [Int] {
  precondition(a.count == b.count)
  return [Int](unsafeUninitializedCapacity: a.count) { places, count in
    // Every place is written and few are kept: no branch to guess.
    for j in a.indices {
      places[count] = j
      count += a[unchecked: j] == b[unchecked: j] ? 0 : 1
    }
  }
}

/// Σ over the first places of step times entry.
private func dotAt(_ places: [Int], _ steps: [Double], before end: Int, _ row: Span<Double>) -> Double {
  var sum = 0.0
  for i in 0..<end { sum += steps[i] * row[places[i]] }
  return sum
}
