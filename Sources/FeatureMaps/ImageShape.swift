import Messages

/// Height and width of gray images that are rows of pixels.
public struct ImageShape: Sendable, Equatable {
  public let height: Int
  public let width: Int

  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// - Throws: a `Refusal` of kind `usage` where there are no pixels, or a window of that side does not fit.
  func check(window side: Int, _ what: String) throws {
    try MapLimits.check("the height of an image", height)
    try MapLimits.check("the width of an image", width)
    try MapLimits.check("the pixels of an image", height * width)
    guard side >= 1, side <= height, side <= width else {
      throw Refusal.usage("\(what) of side \(side) does not fit images of \(height) × \(width)")
    }
  }
}
