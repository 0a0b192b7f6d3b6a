// Pieces of the array forms: no branches, calls or integer conversions, so that loops over them run in
// vector registers.

/// eˣ − 1 for |x| ≤ 87, accurate near 0.
///
///     eˣ − 1 = 2ⁿ (eʳ − 1) + (2ⁿ − 1),   n = round(x / ln 2),  r = x − n ln 2
///
/// with the Taylor polynomial of eʳ − 1 to r⁷: at |r| ≤ 0.347 the next term is below 6·10⁻⁹.
@inline(__always) func floatExponentialMinusOne(_ x: Float) -> Float {
  // Added to 1.5 · 2²³, a number is rounded to the nearest integer, which its lowest bits then hold.
  let shifted = x * 1.442_695_04 + 12_582_912
  let n = shifted - 12_582_912
  // ln 2 in two parts, the first with so few bits that n times it is exact.
  let r = (x - n * 0.693_359_375) - n * -2.121_944_4e-4
  let power = Float(bitPattern: (shifted.bitPattern &<< 23) &+ 0x3F80_0000)
  var sum: Float = 1 / 5040
  sum = sum * r + 1 / 720
  sum = sum * r + 1 / 120
  sum = sum * r + 1 / 24
  sum = sum * r + 1 / 6
  sum = sum * r + 1 / 2
  return power * (sum * r * r + r) + (power - 1)
}

/// a, or the limit where that is less; NaN stays.
@inline(__always) func clamped(_ a: Float, below limit: Float) -> Float { a > limit ? limit : a }

/// A magnitude with the sign of x.
@inline(__always) func withSign(of x: Float, _ magnitude: Float) -> Float {
  Float(bitPattern: magnitude.bitPattern | x.bitPattern & 0x8000_0000)
}
