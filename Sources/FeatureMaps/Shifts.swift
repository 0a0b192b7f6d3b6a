public import LinearAlgebra
import Messages

/// Copies of images moved by whole pixels, zeros filling what comes in: labels do not change, data grow.
public struct Shifts: Sendable, Equatable {
  public let image: ImageShape
  /// How far along each axis: 0 is the image alone, 1 it and its eight neighbors.
  public let reach: Int

  /// - Throws: a `Refusal` of kind `usage` for a reach below 0 or beyond the image.
  public init(image: ImageShape, reach: Int) throws {
    guard reach >= 0, reach < min(image.height, image.width) else {
      throw Refusal.usage(
        "shifts by up to \(reach) pixels do not fit images of \(image.height) × \(image.width); choose fewer")
    }
    self.image = image
    self.reach = reach
  }

  /// The moves (down, right), no move first.
  public var moves: [(down: Int, right: Int)] {
    let all = (-reach...reach).flatMap { y in (-reach...reach).map { x in (down: y, right: x) } }
    return [(0, 0)] + all.filter { $0.down != 0 || $0.right != 0 }
  }

  /// Every image as all its copies, one after the other (n × d to n c × d).
  public func copies(of rows: FloatMatrix) -> FloatMatrix {
    precondition(rows.columnCount == image.height * image.width)
    let moves = moves
    var result = FloatMatrix(rows: rows.rowCount * moves.count, columns: rows.columnCount)
    for i in 0..<rows.rowCount {
      for (c, move) in moves.enumerated() {
        let (from, to) = (rows.range(ofRow: i).lowerBound, result.range(ofRow: i * moves.count + c).lowerBound)
        forEachPixel(moved: move) { result.elements[to + $1] = rows.elements[from + $0] }
      }
    }
    return result
  }

  /// Calls `body` for each pixel that stays in a moved image, with the places where it comes from and where it goes.
  @inlinable public func forEachPixel(moved move: (down: Int, right: Int), _ body: (_ from: Int, _ to: Int) -> Void) {
    for y in max(0, move.down)..<min(image.height, image.height + move.down) {
      for x in max(0, move.right)..<min(image.width, image.width + move.right) {
        body((y - move.down) * image.width + x - move.right, y * image.width + x)
      }
    }
  }
}
