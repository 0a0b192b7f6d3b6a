/// Finds room for texts beside points: each takes the place, of sixteen around its point, that hides least.
///
/// Greedy and in order, so that the same chart always looks the same. Rivals minimize over all labels at once;
/// for the dozen labels of a chart the eye sees no difference.
struct LabelPlacement {
  struct Place {
    let box: Box
    /// Where a thin line to the point starts, when the text stands too far off to belong to it by itself.
    let leaderStart: (x: Double, y: Double)?
  }

  private let plane: Box
  private var labels: [Box] = []
  private let obstacles: [Box]

  /// - Parameter obstacles: What labels should not cover: dots and pieces of lines.
  init(plane: Box, obstacles: [Box]) {
    self.plane = plane
    self.obstacles = obstacles
  }

  mutating func place(_ text: String, at x: Double, _ y: Double, size: Double) -> Place {
    let width = TextLayout.width(text, size: size)
    let height = size * 1.2
    var best: (cost: Double, place: Place)?
    for (ring, gap) in [8.0, 22.0].enumerated() {
      // Right, above, below, left, then the corners: the order of taste among equals.
      for (dx, dy) in [(1.0, 0.0), (0, -1), (0, 1), (-1, 0), (1, -1), (1, 1), (-1, -1), (-1, 1)] {
        let diagonal = dx != 0 && dy != 0 ? 0.7 : 1.0
        let centerX = x + dx * (gap * diagonal + width / 2)
        let centerY = y + dy * (gap * diagonal + height / 2 - 2)
        let box = Box(x: centerX - width / 2, y: centerY - height / 2, width: width, height: height)
        let cost = hidden(by: box) + Double(ring) * 15
        guard cost < best?.cost ?? .infinity else { continue }
        let leader = ring == 0 ? nil : (x: x + dx * 0.8 * gap * diagonal, y: y + dy * 0.8 * gap * diagonal)
        best = (cost, Place(box: box, leaderStart: leader))
      }
    }
    // The first candidate always costs less than infinity.
    let place = best!.place
    // Two texts that nearly touch read as one.
    labels.append(Box(x: place.box.x - 4, y: place.box.y, width: place.box.width + 8, height: place.box.height))
    return place
  }

  /// Takes the box, of several, that hides least.
  mutating func choose(_ boxes: [Box]) -> Box? {
    var best: (cost: Double, box: Box)?
    for box in boxes {
      let cost = hidden(by: box)
      if cost < best?.cost ?? .infinity { best = (cost, box) }
    }
    if let best { labels.append(best.box) }
    return best?.box
  }

  /// How much a text in this box would hide; other texts and the edge of the plane count most.
  private func hidden(by box: Box) -> Double {
    var cost = 20 * (box.width * box.height - box.overlap(plane))
    for other in labels { cost += 20 * box.overlap(other) }
    for other in obstacles { cost += 3 * box.overlap(other) }
    return cost
  }
}
