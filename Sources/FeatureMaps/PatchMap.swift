public import Activations
public import LinearAlgebra
import Messages

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
  public let origin: LayerOrigin
  private let weights: FloatMatrix
  /// The first pixel of each patch, row · width + column.
  public let corners: [Int]

  /// - Throws: a `Refusal` of kind `usage` for a width below 1 or absurdly large, or a patch beyond the image.
  public init(
    image: ImageShape, patchSide: Int, outputCount: Int, activation: any Activation = ReLU(), seed: UInt64,
    layer: Int = 0
  ) throws {
    try Self.check(image, patchSide, outputCount)
    let random = SeededWeights(seed: seed, layer: layer)
    let corners = (0..<outputCount).map { r in
      var place = random.stream.branch("place", r)
      let y = place.integer(below: image.height - patchSide + 1)
      let x = place.integer(below: image.width - patchSide + 1)
      return y * image.width + x
    }
    self.init(
      image, patchSide, activation, random.signs(rows: outputCount, columns: patchSide * patchSide), corners,
      .seed(seed, layer: layer))
  }

  /// A layer of given signs, one row for each patch, and places (row, column).
  ///
  /// - Throws: a `Refusal` of kind `usage` where they do not fit together or a patch lies beyond the image.
  public init(
    image: ImageShape, patchSide: Int, activation: any Activation, signs: PackedSigns, places: [(row: Int, column: Int)]
  ) throws {
    try Self.check(image, patchSide, signs.rowCount)
    guard signs.columnCount == patchSide * patchSide, places.count == signs.rowCount else {
      throw Refusal.usage(
        "\(signs.rowCount) patches of \(patchSide) × \(patchSide) do not go with \(signs.columnCount) signs each and \(places.count) places"
      )
    }
    guard
      places.allSatisfy({
        (0...image.height - patchSide).contains($0.row) && (0...image.width - patchSide).contains($0.column)
      })
    else { throw Refusal.usage("a patch lies beyond its image of \(image.height) × \(image.width)") }
    self.init(
      image, patchSide, activation, FloatMatrix(signs), places.map { $0.row * image.width + $0.column }, .stored)
  }

  private init(
    _ image: ImageShape, _ patchSide: Int, _ activation: any Activation, _ weights: FloatMatrix, _ corners: [Int],
    _ origin: LayerOrigin
  ) {
    self.image = image
    self.patchSide = patchSide
    self.activation = activation
    self.weights = weights
    self.corners = corners
    self.origin = origin
    outputCount = weights.rowCount
  }

  private static func check(_ image: ImageShape, _ patchSide: Int, _ outputCount: Int) throws {
    try image.check(window: patchSide, "a patch")
    try MapLimits.check("the width of a map", outputCount)
    try MapLimits.checkWeights(outputCount, patchSide * patchSide)
  }

  /// One row for each patch.
  public var signs: PackedSigns { PackedSigns(signsOf: weights.widened) }
  public var withStoredNumbers: PatchMap { PatchMap(image, patchSide, activation, weights, corners, .stored) }

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
        weights.elements.withUnsafeBufferPointer { signs in
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
