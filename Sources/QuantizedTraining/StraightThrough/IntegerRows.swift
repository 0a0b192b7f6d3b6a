/// Fixed-point rows as integers of 16 bits, in either order.
enum IntegerRows {
  /// The numbers in multiples of the unit, which all of them are, at most 32,767 times.
  static func rows(_ numbers: [Float], unit: Double) -> UnsafeMutableBufferPointer<Int16> {
    let result = UnsafeMutableBufferPointer<Int16>.allocate(capacity: numbers.count)
    let factor = Float(1 / unit)
    numbers.withUnsafeBufferPointer { numbers in
      // Added to 1.5 · 2²³, a whole number stands in the lowest bits.
      for i in 0..<numbers.count {
        result[i] = Int16(truncatingIfNeeded: (numbers[i] * factor + 12_582_912).bitPattern)
      }
    }
    return result
  }

  /// The same numbers, column after column.
  static func columns(_ numbers: [Float], unit: Double, count n: Int) -> UnsafeMutableBufferPointer<Int16> {
    let result = UnsafeMutableBufferPointer<Int16>.allocate(capacity: numbers.count)
    let factor = Float(1 / unit)
    let rows = numbers.count / n
    numbers.withUnsafeBufferPointer { numbers in
      // A block of rows stays in cache while its columns are written.
      for first in stride(from: 0, to: rows, by: 64) {
        let end = min(first + 64, rows)
        for j in 0..<n {
          for r in first..<end {
            result[j * rows + r] = Int16(truncatingIfNeeded: (numbers[r * n + j] * factor + 12_582_912).bitPattern)
          }
        }
      }
    }
    return result
  }
}
