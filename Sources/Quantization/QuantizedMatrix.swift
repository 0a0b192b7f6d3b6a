public import LinearAlgebra

/// Weights as numbers of a format and one scale per row.
public struct QuantizedMatrix: Sendable {
  /// What the codes stand for (K × d).
  public var numbers: Matrix
  /// One multiplier per row.
  public var scales: [Double]

  /// - Precondition: one scale per row.
  public init(numbers: Matrix, scales: [Double]) {
    precondition(scales.count == numbers.rowCount)
    self.numbers = numbers
    self.scales = scales
  }

  /// Every row of the weights (K × d) divided by a scale of its own and rounded to the nearest number.
  ///
  /// A row with scale 0 gets the number nearest to 0, whatever it holds.
  public init(_ weights: Matrix, format: some NumberFormat, scale: some ScaleRule) {
    var numbers = Matrix(rows: weights.rowCount, columns: weights.columnCount)
    var scales: [Double] = []
    for k in 0..<weights.rowCount {
      let unit = scale.scale(of: weights.row(k), for: format)
      scales.append(unit)
      let row = weights.range(ofRow: k)
      if unit > 0 {
        var all = numbers.elements.mutableSpan
        var place = all.extracting(row)
        format.nearest(weights.elements.span.extracting(row), unit: unit, into: &place)
      } else {
        for j in row { numbers.elements[j] = format.nearest(0) }
      }
    }
    self.init(numbers: numbers, scales: scales)
  }

  /// The weights that the numbers stand for: scale × number.
  public var dequantized: Matrix {
    var result = numbers
    for k in 0..<numbers.rowCount {
      for j in numbers.range(ofRow: k) { result.elements[j] *= scales[k] }
    }
    return result
  }
}
