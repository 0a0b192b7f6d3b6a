extension Markup {
  /// The dot of a hue, each with a shape of its own and about equal area, centered at (x, y).
  ///
  /// - Parameter note: Shown by browsers when the pointer rests on the dot.
  mutating func marker(_ hue: Hue, _ x: Double, _ y: Double, note: String? = nil) {
    let classes = "dot fill\(hue.rawValue)"
    func corners(_ offsets: [(Double, Double)]) -> String {
      offsets.map { Markup.pixels(x + $0.0) + "," + Markup.pixels(y + $0.1) }.joined(separator: " ")
    }
    let outline: [(Double, Double)]
    switch hue {
    case .blue: outline = []
    case .vermilion: outline = [(-4, -4), (4, -4), (4, 4), (-4, 4)]
    case .green: outline = [(0, -5.6), (5.6, 0), (0, 5.6), (-5.6, 0)]
    case .purple: outline = [(0, -5.4), (5.2, 4), (-5.2, 4)]
    case .orange: outline = [(0, 5.4), (5.2, -4), (-5.2, -4)]
    case .sky: outline = [(0, -5), (4.8, -1.5), (3, 4.3), (-3, 4.3), (-4.8, -1.5)]
    case .neutral:
      outline = [
        (-1.7, -5), (1.7, -5), (1.7, -1.7), (5, -1.7), (5, 1.7), (1.7, 1.7), (1.7, 5), (-1.7, 5), (-1.7, 1.7),
        (-5, 1.7), (-5, -1.7), (-1.7, -1.7),
      ]
    }
    func draw(_ markup: inout Markup) {
      if outline.isEmpty {
        markup.leaf("circle", ["class": classes, "cx": Markup.pixels(x), "cy": Markup.pixels(y), "r": "4.5"])
      } else {
        markup.leaf("polygon", ["class": classes, "points": corners(outline)])
      }
    }
    guard let note else { return draw(&self) }
    element("g") {
      $0.leaf("title", text: note)
      draw(&$0)
    }
  }

  /// A text at a place: the size in pixels, the anchor "start", "middle" or "end".
  mutating func label(
    _ content: String, _ x: Double, _ y: Double, size: Double, anchor: String = "start", classes: String = "ink",
    weight: String = "400"
  ) {
    leaf(
      "text",
      [
        "class": classes, "x": Markup.pixels(x), "y": Markup.pixels(y), "font-size": Markup.pixels(size),
        "text-anchor": anchor, "font-weight": weight,
      ], text: content)
  }

  /// A straight line.
  mutating func segment(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, classes: String) {
    leaf(
      "path",
      [
        "class": classes,
        "d": "M\(Markup.pixels(x1)) \(Markup.pixels(y1))L\(Markup.pixels(x2)) \(Markup.pixels(y2))",
      ])
  }
}
