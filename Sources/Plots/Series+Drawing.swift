import Messages

extension Series {
  /// The points that can be drawn, in runs: a point without a place ends a run.
  func runs(in chart: Chart) -> [[Point]] {
    var runs: [[Point]] = [[]]
    for point in points {
      if chart.shows(point, in: self) { runs[runs.count - 1].append(point) } else { runs.append([]) }
    }
    return runs.filter { !$0.isEmpty }
  }

  /// The corners of the line through a run, on the page.
  func corners(_ run: [Point], on plane: Plane) -> [(x: Double, y: Double)] {
    guard mark == .steps else { return run.map { (plane.across($0.x), plane.up($0.y)) } }
    var corners: [(x: Double, y: Double)] = []
    for point in run {
      if let last = corners.last { corners.append((plane.across(point.x), last.y)) }
      corners.append((plane.across(point.x), plane.up(point.y)))
    }
    return corners
  }

  /// What lies under the dots: areas and lines. Drawn inside a clip at the edges of the plane.
  func drawLines(_ runs: [[Point]], on plane: Plane, hue: Hue, into markup: inout Markup) {
    if mark == .cells { return drawCells(runs, on: plane, hue: hue, into: &markup) }
    for run in runs {
      switch mark {
      case .dots, .cells: break
      case .band:
        let edge =
          run.map { (plane.across($0.x), plane.up($0.upper)) }
          + run.reversed().map { (plane.across($0.x), plane.up($0.lower)) }
        markup.leaf("path", ["class": "band fill\(hue.rawValue)", "d": Series.path(edge) + "Z"])
      case .line, .dashedLine, .steps, .joinedDots:
        let extra = mark == .dashedLine ? " dashed" : mark == .joinedDots ? " thin" : ""
        guard run.count > 1 else { break }
        markup.leaf(
          "path", ["class": "path\(extra) stroke\(hue.rawValue)", "d": Series.path(corners(run, on: plane))])
      }
    }
  }

  /// The cells of a heat map.
  private func drawCells(_ runs: [[Point]], on plane: Plane, hue: Hue, into markup: inout Markup) {
    let (columns, rows) = (
      CellGrid(runs.joined().map(\.x), on: plane.x), CellGrid(runs.joined().map(\.y), on: plane.y)
    )
    for point in runs.joined() {
      guard let column = columns.cell(around: point.x), let row = rows.cell(around: point.y) else { continue }
      let (left, right) = (plane.across(column.low), plane.across(column.high))
      let (bottom, top) = (plane.up(row.low), plane.up(row.high))
      markup.element("g") {
        $0.leaf("title", text: note(point))
        $0.leaf(
          "rect",
          [
            "class": "cell fill\(hue.rawValue)", "fill-opacity": Markup.pixels(0.03 + 0.75 * point.shade),
            "x": Markup.pixels(left), "y": Markup.pixels(top), "width": Markup.pixels(right - left),
            "height": Markup.pixels(bottom - top),
          ])
      }
    }
  }

  /// Error bars and dots of the points inside the plane.
  func drawDots(_ runs: [[Point]], on plane: Plane, hue: Hue, into markup: inout Markup) {
    guard mark != .band, mark != .cells else { return }
    let isDotted = mark == .dots || mark == .joinedDots
    // A line through one point has no length: it shows as a dot.
    for point in (isDotted ? runs : runs.filter { $0.count == 1 }).joined() where plane.contains(point) {
      let x = plane.across(point.x)
      let lower = plane.clampedUp(point.lower)
      let upper = plane.clampedUp(point.upper)
      if isDotted, lower - upper > 0.5 {
        let stroke = "bar stroke\(hue.rawValue)"
        markup.segment(x, lower, x, upper, classes: stroke)
        for end in [lower, upper] { markup.segment(x - 3.5, end, x + 3.5, end, classes: stroke) }
      }
      markup.marker(hue, x, plane.up(point.y), note: note(point))
    }
  }

  /// "name: x, y (lower to upper)", for the pointer.
  private func note(_ point: Point) -> String {
    let who = [name, point.label].filter { !$0.isEmpty }.joined(separator: ", ")
    var note = (who.isEmpty ? "" : who + ": ") + NumberText.short(point.x) + ", " + NumberText.short(point.y)
    if point.lower != point.upper, point.lower.isFinite, point.upper.isFinite {
      note += " (\(NumberText.short(point.lower)) to \(NumberText.short(point.upper)))"
    }
    return note
  }

  /// The sample in the legend, 26 pixels wide, at the height of the text's middle.
  func drawKey(_ hue: Hue, _ x: Double, _ y: Double, into markup: inout Markup) {
    let stroke = "stroke\(hue.rawValue)"
    switch mark {
    case .line: markup.segment(x + 1, y, x + 25, y, classes: "path \(stroke)")
    case .dashedLine: markup.segment(x + 1, y, x + 25, y, classes: "path dashed \(stroke)")
    case .steps:
      let corners = [(x + 1, y + 4), (x + 13, y + 4), (x + 13, y - 4), (x + 25, y - 4)]
      markup.leaf("path", ["class": "path \(stroke)", "d": Series.path(corners)])
    case .band:
      markup.leaf(
        "path",
        [
          "class": "band fill\(hue.rawValue)",
          "d": Series.path([(x + 1, y - 6), (x + 25, y - 6), (x + 25, y + 6), (x + 1, y + 6)]) + "Z",
        ])
    case .cells:
      markup.leaf(
        "rect",
        [
          "class": "cell fill\(hue.rawValue)", "fill-opacity": "0.5", "x": Markup.pixels(x + 1),
          "y": Markup.pixels(y - 6), "width": "24", "height": "12",
        ])
    case .dots: markup.marker(hue, x + 13, y)
    case .joinedDots:
      markup.segment(x + 1, y, x + 25, y, classes: "path thin \(stroke)")
      markup.marker(hue, x + 13, y)
    }
  }

  private static func path(_ corners: [(Double, Double)]) -> String {
    "M" + corners.map { Markup.pixels($0.0) + " " + Markup.pixels($0.1) }.joined(separator: "L")
  }
}
