public import Activations
public import LinearAlgebra
import Messages

/// Small one-bit filters over an image, then pooling over windows.
///
///     a_f(y, x) = (1/k) Σ ε_f ∘ patch(y, x),    feature (f, i, j) = pool of φ(a_f) over window (i, j)
///
/// The patches of side k are those inside the image, (height − k + 1) × (width − k + 1). Window (i, j) begins at
/// (stride · i, stride · j) and there are as many as fit. Features are in the order (f, i, j).
///
/// On 28 × 28 pixels 112 filters of 7 × 7 with windows of 6 at stride 3 give 4,032 features, with which ridge makes
/// about a quarter of the errors that dense features of the same width make.
///
/// - Complexity: O(filters · patches · k²) for each image.
public struct ConvolutionMap: FeatureMap {
  /// What a window is reduced to.
  public enum Pooling: String, Sendable, CaseIterable {
    /// The mean of φ(a).
    case mean
    /// How many a are positive: whole numbers, for the sign activation only.
    case count
  }

  public let image: ImageShape
  public let filterCount: Int
  /// k.
  public let filterSide: Int
  public let poolSide: Int
  public let poolStride: Int
  public let pooling: Pooling
  public let activation: any Activation
  public private(set) var origin: LayerOrigin
  /// One row for each filter.
  public let signs: PackedSigns
  /// The same in Float32, some filters at a time: their responses stay in cache.
  private let filters: [FloatMatrix]

  /// - Throws: a `Refusal` of kind `usage` where filters or windows do not fit the image, or for a count of another
  ///   activation than the sign.
  public init(
    image: ImageShape, filterCount: Int, filterSide: Int, poolSide: Int, poolStride: Int, pooling: Pooling = .mean,
    activation: any Activation = ReLU(), seed: UInt64, layer: Int = 0
  ) throws {
    // Before numbers are drawn.
    try Self.check(image, filterCount, filterSide, poolSide, poolStride)
    let signs = SeededWeights(seed: seed, layer: layer).packedSigns(rows: filterCount, columns: filterSide * filterSide)
    try self.init(
      image: image, signs: signs, filterSide: filterSide, poolSide: poolSide, poolStride: poolStride, pooling: pooling,
      activation: activation, origin: .seed(seed, layer: layer))
  }

  /// A layer of given filters, one row of signs for each.
  ///
  /// - Throws: as with a seed, and where the signs have another shape.
  public init(
    image: ImageShape, signs: PackedSigns, filterSide: Int, poolSide: Int, poolStride: Int, pooling: Pooling,
    activation: any Activation
  ) throws {
    try self.init(
      image: image, signs: signs, filterSide: filterSide, poolSide: poolSide, poolStride: poolStride, pooling: pooling,
      activation: activation, origin: .stored)
  }

  private init(
    image: ImageShape, signs: PackedSigns, filterSide: Int, poolSide: Int, poolStride: Int, pooling: Pooling,
    activation: any Activation, origin: LayerOrigin
  ) throws {
    try Self.check(image, signs.rowCount, filterSide, poolSide, poolStride)
    guard signs.columnCount == filterSide * filterSide else {
      throw Refusal.usage("filters of side \(filterSide) do not have \(signs.columnCount) signs each")
    }
    guard pooling == .mean || activation is Sign else {
      throw Refusal.usage("count pooling counts signs; with \(activation.name) choose mean pooling")
    }
    self.image = image
    self.filterSide = filterSide
    self.poolSide = poolSide
    self.poolStride = poolStride
    self.pooling = pooling
    self.activation = activation
    self.origin = origin
    self.signs = signs
    filterCount = signs.rowCount
    filters = FloatMatrix(signs).split(rows: 32)
  }

  private static func check(
    _ image: ImageShape, _ filterCount: Int, _ filterSide: Int, _ poolSide: Int, _ poolStride: Int
  ) throws {
    try image.check(window: filterSide, "a filter")
    let patches = ImageShape(height: image.height - filterSide + 1, width: image.width - filterSide + 1)
    try patches.check(window: poolSide, "after filters of side \(filterSide), a pooling window")
    try MapLimits.check("the stride of the pooling windows", poolStride)
    try MapLimits.check("the number of filters", filterCount)
    try MapLimits.checkWeights(filterCount, max(patches.height * patches.width, filterSide * filterSide))
    try MapLimits.checkWeights(patches.height * patches.width, filterSide * filterSide)
    let sums = filterCount * patches.height * patches.width
    guard sums <= MapLimits.largestWork / (filterSide * filterSide) else {
      throw Refusal.usage(
        "\(filterCount) filters of side \(filterSide) on images of \(image.height) × \(image.width) take more than \(MapLimits.largestWork) additions for each image; choose fewer or smaller ones"
      )
    }
  }

  public var withStoredNumbers: ConvolutionMap {
    var copy = self
    copy.origin = .stored
    return copy
  }

  public var name: String { "conv" }
  public var inputCount: Int { image.height * image.width }
  public var storedBits: Int { filterCount * filterSide * filterSide }
  public var outputCount: Int { filterCount * windows.height * windows.width }

  /// How many patches there are along each side.
  private var patches: ImageShape {
    ImageShape(height: image.height - filterSide + 1, width: image.width - filterSide + 1)
  }

  /// How many windows there are along each side.
  public var windows: ImageShape {
    ImageShape(
      height: (patches.height - poolSide) / poolStride + 1, width: (patches.width - poolSide) / poolStride + 1)
  }

  public func features(of rows: FloatMatrix) -> FloatMatrix {
    precondition(rows.columnCount == inputCount)
    var result = FloatMatrix(rows: rows.rowCount, columns: outputCount)
    let (filters, outputCount) = (filters, outputCount)
    // One image at a time: its patches and the responses of some filters stay in cache.
    result.inParallel(rows: 8) { first, block in
      for (i, start) in stride(from: 0, to: block.count, by: outputCount).enumerated() {
        let image = rows.elements[rows.range(ofRow: first + i)]
        let columns = patchColumns(image)
        var place = start
        for some in filters {
          var responses = some.times(columns)
          respond(&responses.elements)
          let count = some.rowCount * (outputCount / filterCount)
          pool(responses, into: UnsafeMutableBufferPointer(rebasing: block[place..<place + count]))
          place += count
        }
      }
    }
    return result
  }

  /// The patches as columns (k² × patches).
  private func patchColumns(_ pixels: ArraySlice<Float>) -> FloatMatrix {
    let (k, patches) = (filterSide, patches)
    var columns = FloatMatrix(rows: k * k, columns: patches.height * patches.width)
    pixels.withUnsafeBufferPointer { pixels in
      columns.elements.withUnsafeMutableBufferPointer { columns in
        var next = columns.baseAddress!
        for dy in 0..<k {
          for dx in 0..<k {
            for y in 0..<patches.height {
              next.update(from: pixels.baseAddress! + (y + dy) * image.width + dx, count: patches.width)
              next += patches.width
            }
          }
        }
      }
    }
    return columns
  }

  /// φ(a) in place of the plain sums of a, or 1 for a positive one and 0 else.
  private func respond(_ sums: inout [Float]) {
    sums.withUnsafeMutableBufferPointer { sums in
      switch pooling {
      case .count:
        for i in sums.indices { sums[i] = sums[i] > 0 ? 1 : 0 }
      case .mean:
        let scale = 1 / Float(filterSide)
        for i in sums.indices { sums[i] *= scale }
        var span = sums.mutableSpan
        activation.apply(&span)
      }
    }
  }

  private func pool(_ responses: FloatMatrix, into features: UnsafeMutableBufferPointer<Float>) {
    let (patches, windows) = (patches, windows)
    let factor: Float = pooling == .mean ? 1 / Float(poolSide * poolSide) : 1
    responses.elements.withUnsafeBufferPointer { all in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: patches.width) { sums in
        var next = 0
        for f in 0..<responses.rowCount {
          for i in 0..<windows.height {
            let top = (f * patches.height + poolStride * i) * patches.width
            // Down first: whole rows are added in vector registers.
            for x in 0..<patches.width { sums[x] = all[top + x] }
            for y in 1..<max(1, poolSide) {
              for x in 0..<patches.width { sums[x] += all[top + y * patches.width + x] }
            }
            for j in 0..<windows.width {
              var sum: Float = 0
              for x in 0..<poolSide { sum += sums[poolStride * j + x] }
              features[next] = sum * factor
              next += 1
            }
          }
        }
      }
    }
  }
}
