/// A rectangle on the page, in pixels; y grows downward, as in SVG.
struct Box: Sendable, Equatable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }

  /// The area that two boxes share.
  func overlap(_ other: Box) -> Double {
    let across = min(right, other.right) - max(x, other.x)
    let down = min(bottom, other.bottom) - max(y, other.y)
    return across > 0 && down > 0 ? across * down : 0
  }
}

/// The rectangle of the data and the two maps from values to places in it.
struct Plane {
  let box: Box
  let x: Axis
  let y: Axis
  let xRange: ClosedRange<Double>
  let yRange: ClosedRange<Double>

  func across(_ value: Double) -> Double { box.x + box.width * x.fraction(of: value, in: xRange) }

  func up(_ value: Double) -> Double { box.bottom - box.height * y.fraction(of: value, in: yRange) }

  /// The height of a bar's end: one that the axis cannot show ends at the edge of the plane.
  func clampedUp(_ value: Double) -> Double {
    guard y.shows(value) else { return value > 0 ? box.y : box.bottom }
    return min(max(up(value), box.y), box.bottom)
  }

  func contains(_ point: Series.Point) -> Bool { xRange.contains(point.x) && yRange.contains(point.y) }
}
