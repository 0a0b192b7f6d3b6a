import Messages
public import Plots

/// One chart of a figure, as numbers that files keep and a picture is made of.
public struct FigurePanel: Sendable {
  public var title: String
  public var x: Axis
  public var y: Axis
  public var series: [FigureSeries]

  public init(_ title: String, x: Axis, y: Axis, series: [FigureSeries]) {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
  }

  /// Predictions as lines, the law of a paper dashed, measurements as dots with bars of one standard error.
  var chart: Chart {
    Chart(
      title, x: x, y: y,
      series: series.map { one in
        let mark: Series.Mark =
          switch one.kind {
          case .theory: .line
          case .paper: .dashedLine
          case .measured: .dots
          case .joined: .joinedDots
          case .map: .cells
          }
        return Series(one.name, mark, one.kind == .map ? one.cells : one.dots, hue: one.hue)
      })
  }
}

/// One line or set of dots of a panel.
public struct FigureSeries: Sendable {
  public enum Kind: String, Sendable, Codable {
    case theory, paper, measured
    /// Measurements that belong together along x.
    case joined = "measured-line"
    /// Predictions as a heat map: the value of each cell is `predicted`.
    case map = "theory-map"
  }

  public struct Point: Sendable {
    public let x: Double
    public let y: Double
    /// Of a measurement; nil where it has none.
    public let standardError: Double?
    /// What the theory says at this very dot; nil where it says nothing.
    public let predicted: Double?

    public init(_ x: Double, _ y: Double, standardError: Double? = nil, predicted: Double? = nil) {
      self.x = x
      self.y = y
      self.standardError = standardError.flatMap { $0.isFinite ? $0 : nil }
      self.predicted = predicted
    }
  }

  public var name: String
  public var kind: Kind
  public var hue: Hue
  public var points: [Point]

  public init(_ name: String, _ kind: Kind, _ hue: Hue, _ points: [Point]) {
    self.name = name
    self.kind = kind
    self.hue = hue
    self.points = points
  }

  /// As dots or corners of a line.
  var dots: [Series.Point] { points.map { Series.Point($0.x, $0.y, error: $0.standardError ?? 0) } }

  /// As cells, the largest value darkest.
  var cells: [Series.Point] {
    let values = points.compactMap(\.predicted).filter(\.isFinite)
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    return points.compactMap { point in
      guard let value = point.predicted, value.isFinite else { return nil }
      return Series.Point(
        cellAt: point.x, point.y, shade: high > low ? (value - low) / (high - low) : 0.5, label: NumberText.short(value)
      )
    }
  }

  /// The same along an x in other units.
  public func rescaled(by factor: Double) -> FigureSeries {
    var scaled = self
    scaled.points = points.map {
      Point(factor * $0.x, $0.y, standardError: $0.standardError, predicted: $0.predicted)
    }
    return scaled
  }
}
