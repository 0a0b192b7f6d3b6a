// Sums over contiguous vectors. Swift never reassociates floating-point additions, so four partial sums
// are written out: they hide the latency of the additions and let the loop use vector registers.

/// Σᵢ aᵢ bᵢ.
///
/// - Precondition: the counts agree.
public func dot(_ a: Span<Double>, _ b: Span<Double>) -> Double {
  precondition(a.count == b.count)
  var sums = SIMD4<Double>()
  let whole = a.count & ~3
  for i in stride(from: 0, to: whole, by: 4) {
    let x = SIMD4(a[unchecked: i], a[unchecked: i + 1], a[unchecked: i + 2], a[unchecked: i + 3])
    let y = SIMD4(b[unchecked: i], b[unchecked: i + 1], b[unchecked: i + 2], b[unchecked: i + 3])
    sums += x * y
  }
  var sum = sums.sum()
  for i in whole..<a.count { sum += a[unchecked: i] * b[unchecked: i] }
  return sum
}

/// Σᵢ aᵢ bᵢ of two arrays or slices of equal length.
public func dot(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double { dot(a.span, b.span) }

/// Σᵢ aᵢ².
public func squaredNorm(_ a: ArraySlice<Double>) -> Double { dot(a.span, a.span) }

/// Σᵢ |aᵢ|.
public func sumOfMagnitudes(_ a: Span<Double>) -> Double {
  var sums = SIMD4<Double>()
  let whole = a.count & ~3
  for i in stride(from: 0, to: whole, by: 4) {
    sums += SIMD4(
      a[unchecked: i].magnitude, a[unchecked: i + 1].magnitude, a[unchecked: i + 2].magnitude,
      a[unchecked: i + 3].magnitude)
  }
  var sum = sums.sum()
  for i in whole..<a.count { sum += a[unchecked: i].magnitude }
  return sum
}

/// max |aᵢ|; 0 for no entries, and what is not a number is passed over.
public func largestMagnitude(_ a: Span<Double>) -> Double {
  var largest = SIMD4<Double>()
  let whole = a.count & ~3
  for i in stride(from: 0, to: whole, by: 4) {
    let x = SIMD4(
      a[unchecked: i].magnitude, a[unchecked: i + 1].magnitude, a[unchecked: i + 2].magnitude,
      a[unchecked: i + 3].magnitude)
    largest.replace(with: x, where: x .> largest)
  }
  var most = largest.max()
  for i in whole..<a.count { most = max(most, a[unchecked: i].magnitude) }
  return most
}

/// The place of the largest entry, counted from 0; the first of equal ones.
///
/// - Precondition: there is an entry.
public func indexOfLargest(_ a: ArraySlice<Double>) -> Int {
  precondition(!a.isEmpty)
  let a = a.span
  var best = 0
  for i in a.indices where a[unchecked: i] > a[unchecked: best] { best = i }
  return best
}

/// Adds factor · xᵢ to the first entries of y, one for each of x.
///
/// - Precondition: y has at least as many entries as x.
public func add(_ factor: Double, times x: ArraySlice<Double>, to y: inout [Double]) {
  precondition(x.count <= y.count)
  let x = x.span
  var y = y.mutableSpan
  for i in x.indices { y[unchecked: i] += factor * x[unchecked: i] }
}
