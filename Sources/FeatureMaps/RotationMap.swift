public import LinearAlgebra
import Messages

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
  public let origin: LayerOrigin
  private let diagonal: FloatMatrix

  /// - Throws: a `Refusal` of kind `usage` for no inputs or absurdly many.
  public init(inputCount: Int, seed: UInt64) throws {
    try MapLimits.check("the inputs of a map", inputCount)
    // Layer −1 stands before all others.
    self.init(SeededWeights(seed: seed, layer: -1).signs(rows: 1, columns: inputCount), .seed(seed, layer: -1))
  }

  /// A rotation by given signs, one row of them.
  ///
  /// - Throws: a `Refusal` of kind `usage` for more rows, or absurdly many inputs.
  public init(signs: PackedSigns) throws {
    try MapLimits.check("the inputs of a map", signs.columnCount)
    guard signs.rowCount == 1 else {
      throw Refusal.usage("a rotation has one row of signs, not \(signs.rowCount)")
    }
    self.init(FloatMatrix(signs), .stored)
  }

  private init(_ diagonal: FloatMatrix, _ origin: LayerOrigin) {
    self.diagonal = diagonal
    self.origin = origin
    inputCount = diagonal.columnCount
    outputCount = powerOfTwo(atLeast: inputCount)
  }

  /// D, one row.
  public var signs: PackedSigns { PackedSigns(signsOf: diagonal.widened) }
  public var withStoredNumbers: RotationMap { RotationMap(diagonal, .stored) }
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
        for j in 0..<inputCount { x[j] = diagonal.elements[j] * rows.elements[from + j] }
        for j in inputCount..<outputCount { x[j] = 0 }
        walshHadamard(&x)
        for j in 0..<outputCount { block[start + j] = x[j] * factor }
      }
    }
    return result
  }
}
