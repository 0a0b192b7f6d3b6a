/// The names of a chart's series with a sample of each, laid out outside the data.
struct LegendLayout {
  /// Series of one name share an entry.
  struct Entry {
    let name: String
    var series: [(series: Series, hue: Hue)]
    var width: Double { LegendLayout.keyWidth + TextLayout.width(name, size: LegendLayout.textSize) }
  }

  static let textSize = 12.0
  private static let keyWidth = 34.0
  private static let rowHeight = 20.0
  private static let gap = 18.0

  let entries: [Entry]
  let place: Chart.Legend

  init(_ chart: Chart, hues: [Hue]) {
    var entries: [Entry] = []
    for (series, hue) in zip(chart.series, hues) where !series.name.isEmpty {
      if let known = entries.firstIndex(where: { $0.name == series.name }) {
        entries[known].series.append((series, hue))
      } else {
        entries.append(Entry(name: series.name, series: [(series, hue)]))
      }
    }
    self.entries = chart.legend == .none ? [] : entries
    place = chart.legend
  }

  /// The room that a legend on the right takes from the width.
  var columnWidth: Double {
    place == .right && !entries.isEmpty ? 16 + (entries.map(\.width).max() ?? 0) : 0
  }

  /// The entries of each row of a legend below that is `width` wide.
  private func rows(_ width: Double) -> [[Entry]] {
    var rows: [[Entry]] = []
    var used = 0.0
    for entry in entries {
      if rows.isEmpty || used + entry.width > width {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(entry)
      used += entry.width + LegendLayout.gap
    }
    return rows
  }

  /// The room that a legend below needs under the axis.
  func rowsHeight(_ width: Double) -> Double {
    place == .below && !entries.isEmpty ? 10 + Double(rows(width).count) * LegendLayout.rowHeight : 0
  }

  /// Draws a legend below with its top left corner at (x, y), or one on the right as a column there.
  func draw(_ x: Double, _ y: Double, width: Double, into markup: inout Markup) {
    guard !entries.isEmpty else { return }
    let rows = place == .right ? entries.map { [$0] } : rows(width)
    markup.element("g", ["class": "legend"]) { markup in
      for (i, row) in rows.enumerated() {
        var left = x
        let middle = y + 10 + Double(i) * LegendLayout.rowHeight
        for entry in row {
          for (series, hue) in entry.series { series.drawKey(hue, left, middle, into: &markup) }
          markup.label(entry.name, left + LegendLayout.keyWidth, middle + 4.2, size: LegendLayout.textSize)
          left += entry.width + LegendLayout.gap
        }
      }
    }
  }
}
