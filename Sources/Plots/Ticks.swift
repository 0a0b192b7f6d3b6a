import Messages

/// A mark on an axis.
public struct Tick: Sendable, Equatable {
  public let value: Double
  /// What is written beside the mark; empty for a minor tick.
  public let text: String

  public var isMajor: Bool { !text.isEmpty }
}

/// Where the marks of an axis lie and what they say.
public enum Ticks {
  /// Marks at k · step with step ∈ {1, 2, 5} · 10ⁿ.
  ///
  /// All marks lie inside the range, in increasing order; the step is the one of its family
  /// whose ratio to (range / count) is nearest to 1, or a smaller one that gives two marks.
  ///
  /// - Precondition: the range is finite and not empty.
  public static func linear(_ range: ClosedRange<Double>, about count: Int) -> [Tick] {
    let step = niceStep(near: (range.upperBound - range.lowerBound) / Double(max(count, 2)))
    let unit = powerOfTen(abs(step.exponent))
    let size = Double(step.mantissa) * powerOfTen(step.exponent)
    // The slack keeps a mark that only rounding moved past the end of the range.
    let first = Int((range.lowerBound / size - 1e-9).rounded(.up))
    let last = Int((range.upperBound / size + 1e-9).rounded(.down))
    // One mark alone would not say how far apart values lie.
    guard first < last else { return linear(range, about: max(count, 2) + 1) }
    let values = (first...last).map { k in
      // One correctly rounded operation: 3 / 10 is 0.3, and 3 · 0.1 is not.
      step.exponent < 0 ? Double(k * step.mantissa) / unit : Double(k * step.mantissa) * unit
    }
    let largest = values.reduce(0) { max($0, $1.magnitude) }
    return values.map { value in
      Tick(value: value, text: text(value, exponent: step.exponent, largest: largest))
    }
  }

  /// Marks at the decades, with minor marks between them.
  ///
  /// A range of few decades labels 1-2-5 of each, a shorter one every digit, and a range too
  /// short even for that has the marks of a linear axis. A range of many decades labels every
  /// second, third, … of them.
  ///
  /// - Precondition: the range is finite, positive and not empty.
  public static func logarithmic(_ range: ClosedRange<Double>, about count: Int) -> [Tick] {
    let low = Int(decimalLogarithm(range.lowerBound).rounded(.down))
    let high = Int(decimalLogarithm(range.upperBound).rounded(.up))
    // A decade that only rounding moved past the end of the range still counts.
    let inside = range.lowerBound * (1 - 1e-9)...range.upperBound * (1 + 1e-9)
    let decades = (low...high).filter { inside.contains(powerOfTen($0)) }
    if decades.count >= 3 {
      let count = max(count, 3)
      return decadeTicks(low...high, inside, digits: [1], stride: (decades.count + count - 1) / count)
    }
    for digits in [[1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]] {
      let ticks = decadeTicks(low...high, inside, digits: digits, stride: 1)
      if ticks.count(where: \.isMajor) >= 3 { return ticks }
    }
    return linear(range, about: count)
  }

  /// The marks d · 10ⁿ; those with d in `digits` and n a multiple of `stride` carry a text.
  private static func decadeTicks(
    _ exponents: ClosedRange<Int>, _ inside: ClosedRange<Double>, digits: [Int], stride: Int
  ) -> [Tick] {
    var ticks: [Tick] = []
    let labeled = exponents.filter { $0 % stride == 0 }
    let plain = labeled.allSatisfy { -5 < $0 && $0 < 6 }
    for exponent in exponents {
      for digit in 1...9 where stride == 1 || digit == 1 {
        let value = Double("\(digit)e\(exponent)") ?? .nan
        guard inside.contains(value) else { continue }
        let isMajor = digits.contains(digit) && exponent % stride == 0
        // Past some forty decades the marks between would run into a bar.
        if !isMajor && stride > 8 { continue }
        let text = !isMajor ? "" : plain ? plainText(value, exponent: exponent) : powerText(digit, exponent)
        ticks.append(Tick(value: value, text: text))
      }
    }
    return ticks
  }

  /// The m · 10ⁿ with m ∈ {1, 2, 5} at the smallest ratio to `size`.
  private static func niceStep(near size: Double) -> (mantissa: Int, exponent: Int) {
    let exponent = Int(decimalLogarithm(size).rounded(.down))
    let fraction = size / powerOfTen(exponent)
    // Between neighbors the geometric mean divides: √2, √10, √50.
    if fraction < 1.4142 { return (1, exponent) }
    if fraction < 3.1623 { return (2, exponent) }
    return fraction < 7.0711 ? (5, exponent) : (1, exponent + 1)
  }

  private static func text(_ value: Double, exponent: Int, largest: Double) -> String {
    if value == 0 { return "0" }
    if largest < 1e6 && exponent > -5 { return plainText(value, exponent: exponent) }
    let leading = Int(decimalLogarithm(value.magnitude).rounded(.down))
    return NumberText.scientific(value, max(0, leading - exponent))
  }

  private static func plainText(_ value: Double, exponent: Int) -> String {
    exponent >= 0 && value.magnitude >= 10_000 && value.magnitude < 1e15
      ? NumberText.grouped(Int(value)) : NumberText.fixed(value, max(0, -exponent))
  }

  /// "10⁷" or "2·10⁷".
  private static func powerText(_ digit: Int, _ exponent: Int) -> String {
    let raised: [Character: Character] = [
      "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
    ]
    let power = String(NumberText.fixed(Double(exponent), 0).map { raised[$0] ?? $0 })
    return (digit == 1 ? "" : NumberText.fixed(Double(digit), 0) + "·") + "10" + power
  }
}
