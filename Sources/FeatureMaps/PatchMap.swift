public import Activations
public import LinearAlgebra

/// Each feature sees one patch of the image, at a random place, through one-bit weights.
///
///     φ((1/k) Σ ε_r ∘ patch(y_r, x_r))
///
/// - Complexity: O(w k²) for each image.
public struct PatchMap: FeatureMap {
  public let image: ImageShape
  public let patchSide: Int
  public let outputCount: Int
  public let activation: any Activation
  public let seed: UInt64
  public let layer: Int
  private let signs: FloatMatrix
  /// The first pixel of each patch.
  private let corners: [Int]

  /// - Throws: a `Refusal` of kind `usage` for a width below 1 or absurdly large, or a patch beyond the image.
  public init(
    image: ImageShape, patchSide: Int, outputCount: Int, activation: any Activation = ReLU(), seed: UInt64,
    layer: Int = 0
  ) throws {
    try image.check(window: patchSide, "a patch")
    try MapLimits.check("the width of a map", outputCount)
    try MapLimits.checkWeights(outputCount, patchSide * patchSide)
    self.image = image
    self.patchSide = patchSide
    self.outputCount = outputCount
    self.activation = activation
    self.seed = seed
    self.layer = layer
    let random = SeededWeights(seed: seed, layer: layer)
    signs = random.signs(rows: outputCount, columns: patchSide * patchSide)
    corners = (0..<outputCount).map { r in
      var place = random.stream.branch("place", r)
      let y = place.integer(below: image.height - patchSide + 1)
      let x = place.integer(below: image.width - patchSide + 1)
      return y * image.width + x
    }
  }

  public var name: String { "patch" }
  public var inputCount: Int { image.height * image.width }

  /// Signs, and the two coordinates of each place.
  public var storedBits: Int {
    func bits(_ count: Int) -> Int { Int.bitWidth - (count - 1).leadingZeroBitCount }
    let place = bits(image.height - patchSide + 1) + bits(image.width - patchSide + 1)
    return outputCount * (patchSide * patchSide + place)
  }

  public func features(of rows: FloatMatrix) -> FloatMatrix {
    precondition(rows.columnCount == inputCount)
    var result = FloatMatrix(rows: rows.rowCount, columns: outputCount)
    result.inParallel(rows: 64) { first, block in
      // Pixels in the order pixel, image: a sum runs over many images at once.
      let count = block.count / outputCount
      let part = FloatMatrix(
        rows: count, columns: inputCount,
        elements: Array(rows.elements[first * inputCount..<(first + count) * inputCount])
      ).transposed
      part.elements.withUnsafeBufferPointer { pixels in
        signs.elements.withUnsafeBufferPointer { signs in
          withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { sums in
            for r in 0..<outputCount {
              for i in 0..<count { sums[i] = 0 }
              for dy in 0..<patchSide {
                for dx in 0..<patchSide {
                  let sign = signs[(r * patchSide + dy) * patchSide + dx]
                  let pixel = (corners[r] + dy * image.width + dx) * count
                  for i in 0..<count { sums[i] += sign * pixels[pixel + i] }
                }
              }
              for i in 0..<count { block[i * outputCount + r] = sums[i] }
            }
          }
        }
      }
    }
    result.activate(scale: 1 / Float(patchSide), activation)
    return result
  }
}
