extension Chart {
  private static let small = 11.0
  private static let text = 12.0
  private static let heading = 14.0

  /// The room a legend below needs when the chart is `width` wide.
  func legendHeight(_ width: Double) -> Double {
    LegendLayout(self, hues: assignedHues(series)).rowsHeight(width - 24)
  }

  /// The lines of the title when the chart is `width` wide.
  private func titleLines(_ width: Double) -> [String] {
    TextLayout.lines(title, width: width - 24, size: Chart.heading)
  }

  func titleHeight(_ width: Double) -> Double { Double(titleLines(width).count) * 19 }

  /// Draws the chart in its box.
  ///
  /// - Parameters:
  ///   - titleHeight: Room for the title, at least the chart's own, so that neighbors line up.
  ///   - legendHeight: Room below the axis, likewise.
  func draw(in box: Box, titleHeight: Double, legendHeight: Double, into markup: inout Markup) {
    let hues = assignedHues(series)
    let legend = LegendLayout(self, hues: hues)
    let ranges = ranges
    let top = box.y + titleHeight + 30
    let bottom = box.bottom - legendHeight - (x.heading.isEmpty ? 26 : 46)
    let yTicks = y.ticks(over: ranges.y, about: max(2, Int((bottom - top) / 48)))
    let tickWidth = yTicks.map { TextLayout.width($0.text, size: Chart.small) }.max() ?? 0
    let left = box.x + 12 + tickWidth + 8
    let right = box.right - 20 - legend.columnWidth
    let xTicks = x.ticks(over: ranges.x, about: max(2, Int((right - left) / 72)))
    let plane = Plane(
      box: Box(x: left, y: top, width: right - left, height: bottom - top), x: x, y: y, xRange: ranges.x,
      yRange: ranges.y)

    for (i, line) in titleLines(box.width).enumerated() {
      markup.label(line, box.x + 12, box.y + 15 + 19 * Double(i), size: Chart.heading, weight: "600")
    }
    // Read without turning the head: the name of the vertical axis stands on top of it.
    markup.label(y.heading, box.x + 12, top - 12, size: Chart.text, classes: "soft")
    drawAxes(plane, xTicks, yTicks, into: &markup)
    markup.label(
      x.heading, (left + right) / 2, bottom + 38, size: Chart.text, anchor: "middle", classes: "soft")

    let runs = series.map { $0.runs(in: self) }
    drawData(plane, runs, hues, into: &markup)
    if runs.allSatisfy(\.isEmpty) {
      markup.label(
        "nothing to show", (left + right) / 2, (top + bottom) / 2, size: Chart.text, anchor: "middle",
        classes: "soft")
    }
    drawTexts(plane, runs, into: &markup)

    switch legend.place {
    case .below: legend.draw(box.x + 12, box.bottom - legendHeight + 8, width: box.width - 24, into: &markup)
    case .right: legend.draw(right + 16, top, width: 0, into: &markup)
    case .none: break
    }
  }

  /// Rules, axis line, marks and their texts.
  private func drawAxes(_ plane: Plane, _ xTicks: [Tick], _ yTicks: [Tick], into markup: inout Markup) {
    let box = plane.box
    for tick in yTicks {
      let height = plane.up(tick.value)
      if tick.isMajor {
        markup.segment(box.x, height, box.right, height, classes: "rule")
        markup.label(tick.text, box.x - 8, height + 3.8, size: Chart.small, anchor: "end", classes: "soft")
      } else {
        markup.segment(box.x - 3, height, box.x, height, classes: "axis")
      }
    }
    var writtenUpTo = -Double.infinity
    for tick in xTicks {
      let place = plane.across(tick.value)
      markup.segment(place, box.bottom, place, box.bottom + (tick.isMajor ? 6 : 3), classes: "axis")
      guard tick.isMajor else { continue }
      markup.segment(place, box.y, place, box.bottom, classes: "rule")
      // A text that would touch its neighbor gives way; its mark stays.
      let half = TextLayout.width(tick.text, size: Chart.small) / 2
      guard place - half > writtenUpTo + 4 else { continue }
      markup.label(tick.text, place, box.bottom + 19, size: Chart.small, anchor: "middle", classes: "soft")
      writtenUpTo = place + half
    }
    markup.segment(box.x, box.bottom, box.right, box.bottom, classes: "axis")
  }

  /// Areas first, then lines, then dots, so that nothing small is hidden.
  private func drawData(_ plane: Plane, _ runs: [[[Series.Point]]], _ hues: [Hue], into markup: inout Markup) {
    let box = plane.box
    // An inner svg clips at its edges without an id, which two figures in one page could share.
    let place = Markup.pixels
    markup.element(
      "svg",
      [
        "class": "plane", "x": place(box.x), "y": place(box.y), "width": place(box.width),
        "height": place(box.height),
        "viewBox": [box.x, box.y, box.width, box.height].map(place).joined(separator: " "),
      ]
    ) { markup in
      for pass in [true, false] {
        for (i, one) in series.enumerated() where (one.mark == .band || one.mark == .cells) == pass {
          one.drawLines(runs[i], on: plane, hue: hues[i], into: &markup)
        }
      }
      for line in references {
        switch line.direction {
        case .horizontal where y.shows(line.value):
          markup.segment(box.x, plane.up(line.value), box.right, plane.up(line.value), classes: "reference")
        case .vertical where x.shows(line.value):
          markup.segment(plane.across(line.value), box.y, plane.across(line.value), box.bottom, classes: "reference")
        default: break
        }
      }
    }
    for (i, one) in series.enumerated() { one.drawDots(runs[i], on: plane, hue: hues[i], into: &markup) }
  }

  /// The texts of points and reference lines, placed where they hide least.
  private func drawTexts(_ plane: Plane, _ runs: [[[Series.Point]]], into markup: inout Markup) {
    let box = plane.box
    var placement = LabelPlacement(plane: box, obstacles: obstacles(plane, runs))
    for line in references where !line.label.isEmpty {
      let width = TextLayout.width(line.label, size: Chart.small)
      let candidates: [Box]
      switch line.direction {
      case .horizontal where plane.yRange.contains(line.value) && y.shows(line.value):
        let up = plane.up(line.value)
        // Above the line at its right end by choice; then below, then along the line to the left.
        candidates = [1.0, 0, 0.75, 0.5, 0.25].flatMap { part in
          [up - 16, up + 2].map { Box(x: box.x + 4 + (box.width - width - 8) * part, y: $0, width: width, height: 14) }
        }
      case .vertical where plane.xRange.contains(line.value) && x.shows(line.value):
        let across = plane.across(line.value)
        candidates = [0, 1.0, 0.25, 0.5, 0.75].flatMap { part in
          [across + 5, across - 5 - width].map {
            Box(x: $0, y: box.y + (box.height - 16) * part, width: width, height: 14)
          }
        }
      default: continue
      }
      guard let place = placement.choose(candidates) else { continue }
      markup.label(line.label, place.x, place.y + 11, size: Chart.small, classes: "soft halo")
    }
    for (one, run) in zip(series, runs) where one.mark == .cells {
      for point in run.joined() where !point.label.isEmpty && plane.contains(point) {
        markup.label(
          point.label, plane.across(point.x), plane.up(point.y) + 4, size: Chart.small, anchor: "middle", classes: "ink"
        )
      }
    }
    for run in zip(series, runs).filter({ $0.0.mark != .cells }).flatMap(\.1) {
      for point in run where !point.label.isEmpty && plane.contains(point) {
        let (px, py) = (plane.across(point.x), plane.up(point.y))
        let place = placement.place(point.label, at: px, py, size: Chart.small)
        if let start = place.leaderStart { markup.segment(px, py, start.x, start.y, classes: "axis") }
        markup.label(
          point.label, place.box.x + place.box.width / 2, place.box.y + place.box.height * 0.75,
          size: Chart.small, anchor: "middle", classes: "ink halo")
      }
    }
  }

  /// Small boxes over all dots and along all lines.
  private func obstacles(_ plane: Plane, _ runs: [[[Series.Point]]]) -> [Box] {
    // Texts are the only readers, and many charts have none.
    let isLabeled = series.contains { $0.points.contains { !$0.label.isEmpty } }
    guard isLabeled || references.contains(where: { !$0.label.isEmpty }) else { return [] }
    var boxes: [Box] = []
    let box = plane.box
    for line in references {
      switch line.direction {
      case .horizontal where y.shows(line.value):
        boxes.append(Box(x: box.x, y: plane.up(line.value) - 1, width: box.width, height: 2))
      case .vertical where x.shows(line.value):
        boxes.append(Box(x: plane.across(line.value) - 1, y: box.y, width: 2, height: box.height))
      default: break
      }
    }
    for (i, one) in series.enumerated() {
      for run in runs[i] {
        let corners = one.corners(run, on: plane)
        if one.mark == .dots || one.mark == .joinedDots {
          for (corner, point) in zip(corners, run) {
            boxes.append(Box(x: corner.x - 6, y: corner.y - 6, width: 12, height: 12))
            let upper = plane.clampedUp(point.upper)
            let lower = plane.clampedUp(point.lower)
            boxes.append(Box(x: corner.x - 3, y: upper, width: 6, height: max(0, lower - upper)))
          }
        }
        guard one.mark != .dots, one.mark != .band, one.mark != .cells else { continue }
        for (from, to) in zip(corners, corners.dropFirst()) {
          let length = max((to.x - from.x).magnitude, (to.y - from.y).magnitude)
          let pieces = min(max(1, Int(length / 6)), 500)
          for k in 0...pieces {
            let t = Double(k) / Double(pieces)
            boxes.append(
              Box(x: from.x + t * (to.x - from.x) - 3, y: from.y + t * (to.y - from.y) - 3, width: 6, height: 6))
          }
        }
      }
    }
    return boxes
  }
}
