import LinearAlgebra
import Plots
import Quantization

/// Where the numbers of formats lie, and how large their relative error is at each magnitude.
struct FormatFigure {
  let quantizers: [Quantizer]
  let standardDeviation: Double

  init(_ quantizers: [Quantizer], standardDeviation: Double) {
    self.quantizers = quantizers
    self.standardDeviation = standardDeviation
  }

  var figure: Figure {
    let span = magnitudes
    let axis = Axis("Magnitude", scale: .log10, range: span)
    let sheets = quantizers.map { FormatSheet($0) }
    let lines = quantizers.indices.map { i in
      Series(sheets[i].name, .dots, dots(quantizers[i], within: span).map { Series.Point($0, Double(i + 1)) })
    }
    let errors = quantizers.indices.map { i in
      Series(sheets[i].name, .line, relativeErrors(quantizers[i], over: span))
    }
    let rows = 0...Double(quantizers.count + 1)
    return Figure(
      sheets.count == 1 ? "Number format \(sheets[0].name)" : "Number formats",
      charts: [
        Chart("Positive numbers", x: axis, y: Axis("Format", range: rows), series: lines),
        Chart("Error", x: axis, y: Axis("Root mean square error / magnitude", scale: .log10), series: errors),
      ],
      note:
        "Errors of \(quantizers[0].rounding.isRandom ? "stochastic rounding" : "rounding to nearest even") unless a "
        + "name says otherwise, over magnitudes within half an octave. At most 64 numbers of each "
        + "are drawn. MX formats: a block whose largest magnitude is twice the standard deviation.",
      chartWidth: 520, chartHeight: 320)
  }

  /// One unit of the numbers: of an MX format in a typical block.
  private func unit(_ quantizer: Quantizer) -> Double {
    switch quantizer.scaling {
    case .fixed(let scale): scale
    case .blocks(let rule): Self.scale(rule, 2 * standardDeviation, quantizer.format)
    }
  }

  private static func scale(_ rule: PowerOfTwo, _ largest: Double, _ format: some NumberFormat) -> Double {
    rule.scale(of: [largest][...], for: format)
  }

  /// From below the smallest number to past the largest of all, and no further than six decades about the deviation.
  private var magnitudes: ClosedRange<Double> {
    let ends = quantizers.map { quantizer in
      let numbers = NumberLine(quantizer.format).numbers.filter { $0 > 0 }
      return (unit(quantizer) * (numbers.first ?? 1), unit(quantizer) * (numbers.last ?? 1))
    }
    let low = max(ends.map(\.0).min()! / 3, standardDeviation * 1e-6)
    let high = min(ends.map(\.1).max()! * 2, standardDeviation * 1e6)
    return min(low, standardDeviation / 10)...max(high, standardDeviation * 3)
  }

  /// At most 64 of the positive numbers within a range, thinned evenly.
  private func dots(_ quantizer: Quantizer, within span: ClosedRange<Double>) -> [Double] {
    let scale = unit(quantizer)
    let numbers = NumberLine(quantizer.format).numbers.map { scale * $0 }.filter { span.contains($0) }
    let step = max(1, (numbers.count + 63) / 64)
    return stride(from: 0, to: numbers.count, by: step).map { numbers[$0] }
  }

  /// √E (Q − x)² / x², averaged over half an octave to either side.
  private func relativeErrors(_ quantizer: Quantizer, over span: ClosedRange<Double>) -> [Series.Point] {
    let scale = unit(quantizer)
    let octaves = logarithm(span.upperBound / span.lowerBound) / logarithm(2)
    let count = 160
    return (0...count).map { k in
      let x = span.lowerBound * power(2, octaves * Double(k) / Double(count))
      let mean =
        (0..<48).reduce(0) { sum, i in
          let y = x * power(2, (Double(i) + 0.5) / 48 - 0.5)
          return sum + Self.squaredError(y / scale, quantizer.format, quantizer.rounding) * scale * scale / (y * y)
        } / 48
      return Series.Point(x, mean.squareRoot())
    }
  }

  private static func squaredError(_ x: Double, _ format: some NumberFormat, _ rounding: some Rounding) -> Double {
    let around = format.neighbors(of: x)
    let up = around.lower < around.upper ? rounding.chanceUp(x, around) : 0
    return (1 - up) * (x - around.lower) * (x - around.lower) + up * (around.upper - x) * (around.upper - x)
  }
}
