public import Activations
public import LinearAlgebra
import Messages

/// φ(W x) with W of independent weights of mean 0 and variance 1/d.
///
///     φ((1/√d) Σⱼ Wᵣⱼ xⱼ),   W ±1 or standard Gaussians
///
/// Sums come before the factor 1/√d, so that with integer inputs and one-bit weights they are exact up to 2²⁴. One-bit
/// weights stay bits: the kernel that reads them is faster than a Float32 product, for many rows too.
///
/// - Complexity: O(w d) for each row.
public struct DenseMap: FeatureMap {
  /// The law of the weights.
  public enum Weights: String, Sendable, CaseIterable {
    case oneBit = "one-bit"
    case gaussian
  }

  /// W (w × d).
  public enum Numbers: Sendable {
    case signs(PackedSigns)
    case gaussians(FloatMatrix)
  }

  public let numbers: Numbers
  public let activation: any Activation
  public let origin: LayerOrigin
  private let scale: Float

  /// - Throws: a `Refusal` of kind `usage` for a width below 1 or absurdly large.
  public init(
    inputCount: Int, outputCount: Int, weights: Weights = .oneBit, activation: any Activation = ReLU(), seed: UInt64,
    layer: Int = 0
  ) throws {
    try MapLimits.check("the inputs of a map", inputCount)
    try MapLimits.check("the width of a map", outputCount)
    try MapLimits.checkWeights(outputCount, inputCount)
    let random = SeededWeights(seed: seed, layer: layer)
    let numbers: Numbers =
      switch weights {
      case .oneBit: .signs(random.packedSigns(rows: outputCount, columns: inputCount))
      case .gaussian: .gaussians(random.gaussians(rows: outputCount, columns: inputCount))
      }
    self.init(numbers, activation: activation, origin: .seed(seed, layer: layer))
  }

  /// A layer of given weights.
  ///
  /// - Throws: a `Refusal` of kind `usage` for a width below 1 or absurdly large.
  public init(_ numbers: Numbers, activation: any Activation) throws {
    self.init(numbers, activation: activation, origin: .stored)
    try MapLimits.check("the inputs of a map", inputCount)
    try MapLimits.check("the width of a map", outputCount)
    try MapLimits.checkWeights(outputCount, inputCount)
  }

  private init(_ numbers: Numbers, activation: any Activation, origin: LayerOrigin) {
    self.numbers = numbers
    self.activation = activation
    self.origin = origin
    let inputCount =
      switch numbers {
      case .signs(let signs): signs.columnCount
      case .gaussians(let matrix): matrix.columnCount
      }
    scale = 1 / Float(inputCount).squareRoot()
  }

  public var name: String { "dense" }

  public var weights: Weights {
    switch numbers {
    case .signs: .oneBit
    case .gaussians: .gaussian
    }
  }

  public var inputCount: Int {
    switch numbers {
    case .signs(let signs): signs.columnCount
    case .gaussians(let matrix): matrix.columnCount
    }
  }

  public var outputCount: Int {
    switch numbers {
    case .signs(let signs): signs.rowCount
    case .gaussians(let matrix): matrix.rowCount
    }
  }

  public var storedBits: Int { outputCount * inputCount * (weights == .oneBit ? 1 : 32) }
  public var withStoredNumbers: DenseMap { DenseMap(numbers, activation: activation, origin: .stored) }

  public func features(of rows: FloatMatrix) -> FloatMatrix {
    precondition(rows.columnCount == inputCount)
    switch numbers {
    case .gaussians(let matrix):
      var sums = rows.timesTransposed(matrix)
      sums.activate(scale: scale, activation)
      return sums
    case .signs(let signs):
      var result = FloatMatrix(rows: rows.rowCount, columns: signs.rowCount)
      result.inParallel(rows: 8) { first, block in
        for (i, start) in stride(from: 0, to: block.count, by: signs.rowCount).enumerated() {
          let sums = UnsafeMutableBufferPointer(rebasing: block[start..<start + signs.rowCount])
          respond(signs, rows.elements[rows.range(ofRow: first + i)], sums)
        }
      }
      return result
    }
  }

  /// φ of the sums of one row.
  private func respond(_ signs: PackedSigns, _ x: ArraySlice<Float>, _ sums: UnsafeMutableBufferPointer<Float>) {
    var span = sums.mutableSpan
    signs.multiply(x.span, into: &span)
    for r in sums.indices { sums[r] *= scale }
    activation.apply(&span)
  }
}
