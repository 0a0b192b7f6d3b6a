/// Two axes and what is drawn between them.
public struct Chart: Sendable, Equatable {
  /// Where the legend stands: always outside the data.
  public enum Legend: Sendable, Equatable { case below, right, none }

  public var title: String
  public var x: Axis
  public var y: Axis
  public var series: [Series]
  public var references: [ReferenceLine]
  public var legend: Legend

  public init(
    _ title: String = "", x: Axis, y: Axis, series: [Series], references: [ReferenceLine] = [],
    legend: Legend = .below
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
    self.references = references
    self.legend = legend
  }

  /// The points of a series that have a place on both axes.
  func shows(_ point: Series.Point, in series: Series) -> Bool {
    guard x.shows(point.x) else { return false }
    return series.mark == .band ? y.shows(point.lower) && y.shows(point.upper) : y.shows(point.y)
  }

  /// The ranges of both axes, given or fitted to everything that is drawn.
  var ranges: (x: ClosedRange<Double>, y: ClosedRange<Double>) {
    var xs: [Double] = []
    var ys: [Double] = []
    for one in series {
      for point in one.points where shows(point, in: one) {
        xs.append(point.x)
        if one.mark != .band { ys.append(point.y) }
        if one.mark == .band || one.mark == .dots || one.mark == .joinedDots { ys += [point.lower, point.upper] }
      }
    }
    for one in series where one.mark == .cells {
      let shown = one.points.filter { shows($0, in: one) }
      xs += CellGrid(shown.map(\.x), on: x).ends
      ys += CellGrid(shown.map(\.y), on: y).ends
    }
    for line in references {
      switch line.direction {
      case .horizontal: ys.append(line.value)
      case .vertical: xs.append(line.value)
      }
    }
    return (x.fittedRange(xs), y.fittedRange(ys))
  }
}
