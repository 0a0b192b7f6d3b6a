/// One side of a chart: what it measures, in which unit, and how values become places.
public struct Axis: Sendable, Equatable {
  public enum Scale: Sendable, Equatable {
    case linear
    /// Equal ratios take equal room. Values that are not positive have no place and are left out.
    case log10
  }

  public var label: String
  /// Written in parentheses after the label; empty for a pure number.
  public var unit: String
  public var scale: Scale
  /// The values from end to end; nil to fit the data. A range that the scale cannot show counts as nil.
  public var range: ClosedRange<Double>?
  /// Whether a fitted linear range must reach zero, so that heights can be compared as ratios.
  public var includesZero: Bool

  public init(
    _ label: String, unit: String = "", scale: Scale = .linear, range: ClosedRange<Double>? = nil,
    includesZero: Bool = false
  ) {
    self.label = label
    self.unit = unit
    self.scale = scale
    self.range = range
    self.includesZero = includesZero
  }

  /// The label with its unit: "Test error (%)".
  var heading: String {
    unit.isEmpty ? label : label.isEmpty ? unit : "\(label) (\(unit))"
  }

  /// Whether a value has a place on this axis.
  ///
  /// Not-a-number, infinities and magnitudes past 1e150 have none (the difference of two larger
  /// numbers could overflow); neither have values ≤ 0 on a logarithmic axis.
  public func shows(_ value: Double) -> Bool {
    switch scale {
    case .linear: value.magnitude <= 1e150
    case .log10: value >= 1e-150 && value <= 1e150
    }
  }

  /// The range that shows all the given values with a small margin.
  ///
  /// No value at all gives 0…1 (1…10 on a logarithmic axis), equal values a range around them.
  /// The margin of values ≥ 0 does not cross zero.
  public func fittedRange(_ values: [Double]) -> ClosedRange<Double> {
    if let range, shows(range.lowerBound), shows(range.upperBound), !isFlat(range) { return range }
    let shown = values.filter(shows)
    guard let lowest = shown.min(), let highest = shown.max() else { return scale == .log10 ? 1...10 : 0...1 }
    switch scale {
    case .log10:
      if isFlat(lowest...highest) { return lowest / 3...highest * 3 }
      let margin = decimalLogarithm(highest / lowest) * 0.05
      return lowest * raised(-margin)...highest * raised(margin)
    case .linear:
      var low = includesZero ? min(lowest, 0) : lowest
      var high = includesZero ? max(highest, 0) : highest
      if isFlat(low...high) {
        let around = high.magnitude < 1e-150 ? 1 : high.magnitude * 0.1
        return low - around...high + around
      }
      let margin = (high - low) * 0.05
      if low != 0 || !includesZero { low = low >= 0 ? max(0, low - margin) : low - margin }
      if high != 0 || !includesZero { high = high <= 0 ? min(0, high + margin) : high + margin }
      return low...high
    }
  }

  /// The marks over a range.
  public func ticks(over range: ClosedRange<Double>, about count: Int) -> [Tick] {
    switch scale {
    case .linear: Ticks.linear(range, about: count)
    case .log10: Ticks.logarithmic(range, about: count)
    }
  }

  /// How far along the range a value lies: 0 at its start, 1 at its end.
  func fraction(of value: Double, in range: ClosedRange<Double>) -> Double {
    switch scale {
    case .linear: (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    case .log10:
      // Differences of logarithms: the quotient of the ends could overflow.
      (decimalLogarithm(value) - decimalLogarithm(range.lowerBound))
        / (decimalLogarithm(range.upperBound) - decimalLogarithm(range.lowerBound))
    }
  }

  /// Too short for its ends to be told apart after rounding to the digits of a Double.
  private func isFlat(_ range: ClosedRange<Double>) -> Bool {
    let size = max(range.lowerBound.magnitude, range.upperBound.magnitude)
    return size < 1e-150 || range.upperBound - range.lowerBound <= 1e-9 * size
  }
}
