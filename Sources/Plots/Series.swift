/// A named set of points and how they are drawn.
public struct Series: Sendable, Equatable {
  public enum Mark: Sendable, Equatable {
    /// A solid line through the points.
    case line
    /// A dashed line through the points.
    case dashedLine
    /// Each value holds until the next x.
    case steps
    /// A dot for each point, with a bar from `lower` to `upper` where these differ.
    case dots
    /// Dots on a thin line.
    case joinedDots
    /// The area between `lower` and `upper`.
    case band
    /// A heat map: the cell around each point, as dark as its shade, with its label inside.
    case cells
  }

  public struct Point: Sendable, Equatable {
    public var x: Double
    public var y: Double
    public var lower: Double
    public var upper: Double
    /// Written beside the point where there is room; empty for none.
    public var label: String
    /// How dark a cell is, from 0 to 1.
    public var shade = 0.0

    /// A cell of a heat map.
    ///
    /// - Parameters:
    ///   - shade: 0 for paper, 1 for the full hue; values outside are taken for the nearest.
    ///   - label: Written into the cell: its value.
    public init(cellAt x: Double, _ y: Double, shade: Double, label: String = "") {
      self.init(x, y, label: label)
      self.shade = shade > 0 ? min(shade, 1) : 0
    }

    /// A value with its standard error: the bar reaches from y − error to y + error.
    public init(_ x: Double, _ y: Double, error: Double = 0, label: String = "") {
      self.x = x
      self.y = y
      lower = y - error
      upper = y + error
      self.label = label
    }

    /// An interval: one slice of a band, or a value with an uneven bar.
    ///
    /// - Parameter y: The value inside the interval; its middle if nil.
    public init(_ x: Double, from lower: Double, to upper: Double, y: Double? = nil, label: String = "") {
      self.x = x
      self.y = y ?? (lower + upper) / 2
      self.lower = lower
      self.upper = upper
      self.label = label
    }
  }

  /// What the legend says; an empty name keeps the series out of it. Series with one name share
  /// one entry, so that a line and its dots can be explained once.
  public var name: String
  public var mark: Mark
  /// A point with a coordinate that the axes cannot show is left out; a line is broken there.
  public var points: [Point]
  /// Nil takes the first hue that no other series of the chart names or took before.
  public var hue: Hue?

  public init(_ name: String, _ mark: Mark, _ points: [Point], hue: Hue? = nil) {
    self.name = name
    self.mark = mark
    self.points = points
    self.hue = hue
  }
}

/// A straight line across the whole chart at one value, with a text at its end.
public struct ReferenceLine: Sendable, Equatable {
  public enum Direction: Sendable, Equatable { case horizontal, vertical }

  public var direction: Direction
  public var value: Double
  public var label: String

  /// A line at one height.
  public static func horizontal(_ y: Double, _ label: String = "") -> ReferenceLine {
    ReferenceLine(direction: .horizontal, value: y, label: label)
  }

  /// A line at one x.
  public static func vertical(_ x: Double, _ label: String = "") -> ReferenceLine {
    ReferenceLine(direction: .vertical, value: x, label: label)
  }
}
