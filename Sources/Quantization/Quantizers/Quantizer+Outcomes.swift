/// What a value may become: one of two numbers.
public struct Outcomes: Sendable, Equatable {
  public let lower: Double
  public let upper: Double
  public let chanceUp: Double

  public init(lower: Double, upper: Double, chanceUp: Double) {
    self.lower = lower
    self.upper = upper
    self.chanceUp = chanceUp
  }

  /// Var Q.
  public var variance: Double { chanceUp * (1 - chanceUp) * (upper - lower) * (upper - lower) }

  /// The mean of a function of the outcome.
  @inlinable
  public func mean(_ value: (Double) -> Double) -> Double {
    // Most often there is nothing to choose.
    chanceUp == 0 ? value(lower) : (1 - chanceUp) * value(lower) + chanceUp * value(upper)
  }
}

extension Quantizer {
  /// What each of values that are quantized together may become.
  ///
  /// - Complexity: O(1) for each value.
  public func outcomes(of values: ArraySlice<Double>) -> [Outcomes] {
    switch scaling {
    case .fixed(let scale): return Self.outcomes(values, scale, format, rounding)
    case .blocks(let rule):
      var found: [Outcomes] = []
      for start in stride(from: values.startIndex, to: values.endIndex, by: Self.blockSize) {
        let block = values[start..<min(start + Self.blockSize, values.endIndex)]
        found += Self.outcomes(block, rule.scale(of: block, for: format), format, rounding)
      }
      return found
    }
  }

  private static func outcomes(
    _ values: ArraySlice<Double>, _ scale: Double, _ format: some NumberFormat, _ rounding: some Rounding
  ) -> [Outcomes] {
    let inverse = 1 / scale
    return values.map { x in
      guard scale > 0, inverse.isFinite else { return Outcomes(lower: 0, upper: 0, chanceUp: 0) }
      let x = x.isNaN ? 0 : x * inverse
      let around = format.neighbors(of: x)
      return Outcomes(
        lower: scale * around.lower, upper: scale * around.upper,
        chanceUp: around.lower < around.upper ? rounding.chanceUp(x, around) : 0)
    }
  }
}
