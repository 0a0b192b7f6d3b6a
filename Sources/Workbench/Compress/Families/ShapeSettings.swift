import DataModels
import FeatureMaps
import Messages

/// The flags that random features and binary networks share: the widths of layers, and what is known of images.
struct ShapeSettings: Sendable {
  /// Alternatives, each the widths of the layers of one model.
  let widths: [[Int]]?
  private let image: ImageShape?
  private let reach: Int

  /// The widest layer: beyond it a few thousand rows of features do not fit into memory.
  static let largestWidth = 100_000

  /// - Throws: a `Refusal` of kind `usage` for numbers that cannot be.
  init(_ request: RandomFeatureRequest) throws {
    reach = request.shifts ?? 0
    widths = try Self.widths(request)
    image = try request.image.map { sides in
      guard sides.count == 2, sides.allSatisfy({ (1...MapLimits.largestCount).contains($0) }) else {
        throw Refusal.usage("--image takes height and width, as 28x28")
      }
      return ImageShape(height: sides[0], width: sides[1])
    }
    guard reach >= 0 else { throw Refusal.usage("--shifts takes a number of pixels, at least 0; found \(reach)") }
  }

  /// The shape of the rows as images: what was said, else what the data know.
  func image(of data: LabeledData) throws -> ImageShape? {
    let inputs = data.featureCount
    guard let image else {
      // Pixels of several channels are no gray images.
      return data.imageShape.flatMap {
        $0.height * $0.width == inputs ? ImageShape(height: $0.height, width: $0.width) : nil
      }
    }
    guard image.height * image.width == inputs else {
      throw Refusal.usage(
        "--image \(image.height)x\(image.width) makes \(image.height * image.width) pixels, but the rows have \(inputs) features"
      )
    }
    return image
  }

  /// How images move; nil where they do not.
  func shifts(of data: LabeledData) throws -> Shifts? {
    guard reach > 0 else { return nil }
    guard let image = try image(of: data) else {
      throw Refusal.usage("--shifts moves images; say which the rows are with --image HEIGHTxWIDTH")
    }
    return try Shifts(image: image, reach: reach)
  }

  private static func widths(_ request: RandomFeatureRequest) throws -> [[Int]]? {
    for layers in request.widths ?? [] {
      guard !layers.isEmpty else { throw Refusal.usage("--width takes whole numbers, as 1024 or 400x300") }
      for width in layers where !(1...largestWidth).contains(width) {
        throw Refusal.usage("--width takes numbers from 1 to \(largestWidth); found \(width)")
      }
    }
    guard request.widths?.isEmpty != true else { throw Refusal.usage("--width needs at least one number") }
    guard let depth = request.depth else { return request.widths }
    guard (1...16).contains(depth) else { throw Refusal.usage("--depth takes a number from 1 to 16; found \(depth)") }
    guard let widths = request.widths else {
      return depth == 1 ? nil : [[Int](repeating: 512, count: depth)]
    }
    guard widths.allSatisfy({ $0.count == 1 || $0.count == depth }) else {
      throw Refusal.usage("--depth \(depth) contradicts the layers that --width names; leave one of them out")
    }
    return widths.map { $0.count == depth ? $0 : [Int](repeating: $0[0], count: depth) }
  }
}
