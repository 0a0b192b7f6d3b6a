/// Numbers rounded to multiples of a power of two, so that sums of them are exact in any order.
enum FixedPoint {
  /// The finest unit of inputs: 2⁻¹¹.
  static let finest = 1.0 / 2048
  /// The coarsest: 2⁻⁸.
  static let coarsest = 1.0 / 256

  /// Rounds the numbers and says to multiples of what: the finest unit with which all fit into 16 bits.
  ///
  /// Nil, and nothing is rounded, where even the coarsest leaves some out: heavy tails.
  static func round(_ numbers: inout [Float]) -> Double? {
    var largest: Float = 0
    var isNumber = true
    for x in numbers {
      largest = max(largest, x.magnitude)
      isNumber = isNumber && x.isFinite
    }
    var unit = finest
    while Double(largest) / unit > 32_767, unit < coarsest { unit *= 2 }
    guard isNumber, Double(largest) / unit <= 32_767 else { return nil }
    let (factor, back) = (Float(1 / unit), Float(unit))
    numbers.withUnsafeMutableBufferPointer { numbers in
      // Added to 1.5 · 2²³ a number is rounded to the nearest integer.
      for i in numbers.indices { numbers[i] = (numbers[i] * factor + 12_582_912 - 12_582_912) * back }
    }
    return unit
  }
}
