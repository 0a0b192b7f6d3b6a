public import LinearAlgebra

/// A random rotation that spreads every input over all coordinates.
///
///     x ↦ (1/√p) H D x,   D random signs, x continued by zeros to the power of two p ≥ d
///
/// Lengths and angles stay. One-bit weights need it where a few coordinates carry most of the variance: through four
/// of them signs alone see only 2⁴ different features; see `coordinateDominance(of:)`.
///
/// - Complexity: O(p log p) for each row.
public struct RotationMap: FeatureMap {
  public let inputCount: Int
  /// p.
  public let outputCount: Int
  public let seed: UInt64
  private let signs: [Float]

  /// - Throws: a `Refusal` of kind `usage` for no inputs or absurdly many.
  public init(inputCount: Int, seed: UInt64) throws {
    try MapLimits.check("the inputs of a map", inputCount)
    self.inputCount = inputCount
    self.seed = seed
    outputCount = powerOfTwo(atLeast: inputCount)
    // Layer −1 stands before all others.
    signs = SeededWeights(seed: seed, layer: -1).signs(rows: 1, columns: inputCount).elements
  }

  public var name: String { "rotation" }
  public var storedBits: Int { inputCount }

  public func features(of rows: FloatMatrix) -> FloatMatrix {
    precondition(rows.columnCount == inputCount)
    var result = FloatMatrix(rows: rows.rowCount, columns: outputCount)
    let factor = 1 / Float(outputCount).squareRoot()
    result.inParallel(rows: 16) { first, block in
      var x = [Float](repeating: 0, count: outputCount)
      for (i, start) in stride(from: 0, to: block.count, by: outputCount).enumerated() {
        let from = rows.range(ofRow: first + i).lowerBound
        for j in 0..<inputCount { x[j] = signs[j] * rows.elements[from + j] }
        for j in inputCount..<outputCount { x[j] = 0 }
        walshHadamard(&x)
        for j in 0..<outputCount { block[start + j] = x[j] * factor }
      }
    }
    return result
  }
}
