public import Activations
public import LinearAlgebra
import Messages

/// Structured weights in blocks of p outputs, p the power of two at or above d: as good as dense ones at equal width
/// and p / (3 log₂ p) times cheaper.
///
///     φ((1 / (p √d)) H D₁ H D₂ H D₃ x)
///
/// H is the Walsh–Hadamard matrix of side p, the D are diagonals of random signs, anew for each block, and x is
/// continued by zeros. The factor gives each sum the variance of a dense map; the last block is cut to the width.
///
/// - Complexity: O(w log p) for each row; 3 p bits of randomness for each block.
/// - Source: Yu et al., *Orthogonal Random Features* (2016), §5; Andoni et al. (2015), §3.
public struct HadamardMap: FeatureMap {
  public let activation: any Activation
  public let inputCount: Int
  public let outputCount: Int
  public let origin: LayerOrigin
  /// p.
  public let side: Int
  /// Row 3b + t holds the diagonal D_{t+1} of block b.
  private let diagonals: FloatMatrix

  /// - Throws: a `Refusal` of kind `usage` for a width below 1 or absurdly large.
  public init(inputCount: Int, outputCount: Int, activation: any Activation = ReLU(), seed: UInt64, layer: Int = 0)
    throws
  {
    let (rows, side) = try Self.diagonalShape(inputCount: inputCount, outputCount: outputCount)
    self.init(
      inputCount, outputCount, activation, SeededWeights(seed: seed, layer: layer).signs(rows: rows, columns: side),
      .seed(seed, layer: layer))
  }

  /// A layer of given diagonals.
  ///
  /// - Parameter diagonals: `diagonalShape(inputCount:outputCount:)`.
  /// - Throws: a `Refusal` of kind `usage` where they have another shape.
  public init(inputCount: Int, outputCount: Int, activation: any Activation, diagonals: PackedSigns) throws {
    let (rows, side) = try Self.diagonalShape(inputCount: inputCount, outputCount: outputCount)
    guard diagonals.rowCount == rows, diagonals.columnCount == side else {
      throw Refusal.usage(
        "the diagonals of a Hadamard map are \(rows) × \(side) signs, not \(diagonals.rowCount) × \(diagonals.columnCount)"
      )
    }
    self.init(inputCount, outputCount, activation, FloatMatrix(diagonals), .stored)
  }

  private init(
    _ inputCount: Int, _ outputCount: Int, _ activation: any Activation, _ diagonals: FloatMatrix, _ origin: LayerOrigin
  ) {
    self.inputCount = inputCount
    self.outputCount = outputCount
    self.activation = activation
    self.diagonals = diagonals
    self.origin = origin
    side = diagonals.columnCount
  }

  /// How many diagonals there are, and their length p.
  ///
  /// - Throws: a `Refusal` of kind `usage` for a width below 1 or absurdly large.
  public static func diagonalShape(inputCount: Int, outputCount: Int) throws -> (rows: Int, side: Int) {
    try MapLimits.check("the inputs of a map", inputCount)
    try MapLimits.check("the width of a map", outputCount)
    let side = powerOfTwo(atLeast: inputCount)
    let rows = 3 * ((outputCount + side - 1) / side)
    try MapLimits.checkWeights(rows, side)
    return (rows, side)
  }

  /// The diagonals, row 3b + t being D_{t+1} of block b.
  public var signs: PackedSigns { PackedSigns(signsOf: diagonals.widened) }
  public var withStoredNumbers: HadamardMap {
    HadamardMap(inputCount, outputCount, activation, diagonals, .stored)
  }

  public var name: String { "hadamard" }
  public var storedBits: Int { diagonals.elements.count }

  public func features(of rows: FloatMatrix) -> FloatMatrix {
    precondition(rows.columnCount == inputCount)
    var result = FloatMatrix(rows: rows.rowCount, columns: outputCount)
    result.inParallel(rows: 16) { first, block in
      var x = [Float](repeating: 0, count: side)
      for (i, start) in stride(from: 0, to: block.count, by: outputCount).enumerated() {
        for low in stride(from: 0, to: outputCount, by: side) {
          let input = rows.elements[rows.range(ofRow: first + i)]
          for t in (0..<3).reversed() {
            let d = diagonals.elements[diagonals.range(ofRow: 3 * (low / side) + t)]
            multiply(&x, d, t == 2 ? input : nil)
            walshHadamard(&x)
          }
          for j in 0..<min(side, outputCount - low) { block[start + low + j] = x[j] }
        }
      }
    }
    result.activate(scale: 1 / (Float(side) * Float(inputCount).squareRoot()), activation)
    return result
  }
}

/// x ← D x, or D applied to an input that zeros continue.
private func multiply(_ x: inout [Float], _ signs: ArraySlice<Float>, _ input: ArraySlice<Float>?) {
  signs.withUnsafeBufferPointer { d in
    x.withUnsafeMutableBufferPointer { x in
      guard let input else {
        for j in x.indices { x[j] *= d[j] }
        return
      }
      input.withUnsafeBufferPointer { from in
        for j in from.indices { x[j] = from[j] * d[j] }
        for j in from.count..<x.count { x[j] = 0 }
      }
    }
  }
}

/// The smallest power of two that is at least `count`.
func powerOfTwo(atLeast count: Int) -> Int { 1 << (Int.bitWidth - (count - 1).leadingZeroBitCount) }
