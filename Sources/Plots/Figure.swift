/// One or more charts on a page, as a value that can be compared, stored and written as SVG.
public struct Figure: Sendable, Equatable {
  public var title: String
  public var charts: [Chart]
  /// How many charts stand side by side.
  public var columns: Int
  /// A remark in small letters under the charts: sizes, seeds, what the bars mean.
  public var note: String
  /// The width of one chart in pixels, and its height without title and legend.
  public var chartWidth: Double
  public var chartHeight: Double

  public init(
    _ title: String = "", charts: [Chart], columns: Int = 2, note: String = "", chartWidth: Double = 480,
    chartHeight: Double = 340
  ) {
    self.title = title
    self.charts = charts
    self.columns = columns
    self.note = note
    self.chartWidth = chartWidth
    self.chartHeight = chartHeight
  }

  /// The figure as one SVG element: a file by itself, or a part of a web page.
  ///
  /// Needs nothing from outside and runs nothing. The same figure always gives the same text.
  public func svg() -> String {
    let columns = min(max(1, columns), max(1, charts.count))
    // Below this size there is no room for axes.
    let chartWidth = min(max(chartWidth, 200), 10_000)
    let chartHeight = min(max(chartHeight, 160), 10_000)
    let width = Double(columns) * chartWidth + 16
    let titleLines = TextLayout.lines(title, width: width - 40, size: 17)
    let noteLines = TextLayout.lines(note, width: width - 40, size: 11)

    var content = Markup()
    for (i, line) in titleLines.enumerated() {
      content.label(line, 20, 30 + 22 * Double(i), size: 17, weight: "700")
    }
    var y = titleLines.isEmpty ? 14 : 24 + 22 * Double(titleLines.count)
    for start in stride(from: 0, to: charts.count, by: columns) {
      let row = charts[start..<min(start + columns, charts.count)]
      let titleHeight = row.map { $0.titleHeight(chartWidth) }.max() ?? 0
      let legendHeight = row.map { $0.legendHeight(chartWidth) }.max() ?? 0
      let height = titleHeight + chartHeight + legendHeight
      for (k, chart) in row.enumerated() {
        let box = Box(x: 8 + Double(k) * chartWidth, y: y, width: chartWidth, height: height)
        content.element("g", ["class": "chart"]) {
          chart.draw(in: box, titleHeight: titleHeight, legendHeight: legendHeight, into: &$0)
        }
      }
      y += height + 18
    }
    for line in noteLines {
      content.label(line, 20, y + 2, size: 11, classes: "soft")
      y += 15
    }
    return page(width: width, height: y + (noteLines.isEmpty ? 0 : 8), content)
  }

  private func page(width: Double, height: Double, _ content: Markup) -> String {
    let (width, height) = (Markup.pixels(width), Markup.pixels(height))
    let names = [title] + charts.map(\.title)
    var page = Markup()
    page.element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "class": "signbit-figure", "width": width, "height": height,
        "viewBox": "0 0 \(width) \(height)", "role": "img",
      ]
    ) {
      $0.leaf("title", text: names.filter { !$0.isEmpty }.joined(separator: " – "))
      $0.raw("<style>\n\(StyleSheet.text)\n</style>\n")
      $0.leaf("rect", ["class": "paper", "width": width, "height": height])
      $0.raw(content.text)
    }
    return page.text
  }
}
