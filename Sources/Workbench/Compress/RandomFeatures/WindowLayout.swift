import FeatureMaps
import Messages

/// Sides of filters and pooling windows that suit an image: a quarter of it, a quarter of the responses, half overlapping.
///
/// 28 × 28 pixels: filters of 7, windows of 6 at stride 3; 8 × 8: filters of 3, windows of 3 at stride 1.
struct WindowLayout {
  let filter: Int
  let pool: Int
  let stride: Int
  /// How many windows there are.
  let count: Int

  /// - Throws: a `Refusal` of kind `usage` for a filter that does not fit.
  init(_ image: ImageShape, filter wanted: Int?) throws {
    let side = min(image.height, image.width)
    let filter = wanted ?? min(side, max(3, (side + 2) / 4))
    guard (1...side).contains(filter) else {
      throw Refusal.usage("a filter of side \(filter) does not fit images of \(image.height) × \(image.width)")
    }
    let (rows, columns) = (image.height - filter + 1, image.width - filter + 1)
    let patches = min(rows, columns)
    pool = min(patches, max(3, (patches + 2) / 4))
    stride = max(1, pool / 2)
    self.filter = filter
    count = ((rows - pool) / stride + 1) * ((columns - pool) / stride + 1)
  }
}
