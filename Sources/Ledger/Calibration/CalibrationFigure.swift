import Messages
import Plots

extension Calibration {
  /// So many dots are more than an eye can tell apart.
  private static let mostDots = 2000

  /// A picture: predicted against measured errors with their bands and the line of exact predictions, one chart for each source and
  /// task; nil where there is nothing to draw.
  public var svg: String? {
    let kinds = Calibration.kinds(pairs)
    guard !kinds.isEmpty else { return nil }
    let note = "Bars: 90 % bands; a bar that crosses the dashed line holds the measured error."
    let isCut = kinds.contains { $0.count > Self.mostDots }
    return Figure(
      "Predicted and measured errors", charts: kinds.map { chart(Array($0.suffix(Self.mostDots))) },
      columns: min(2, kinds.count),
      note: isCut ? note + " The newest \(NumberText.grouped(Self.mostDots)) rows of each chart." : note,
      chartWidth: 460, chartHeight: 400
    ).svg()
  }

  private func chart(_ pairs: [CalibrationPair]) -> Chart {
    let isClassification = pairs[0].row.task == "classify"
    let scale = isClassification ? 100.0 : 1
    let (unit, axis) = isClassification ? ("%", Axis.Scale.linear) : ("MSE", .log10)
    let verdicts: KeyValuePairs<String, Hue> = [
      "green": .green, "amber": .orange, "red": .vermilion, "refused": .purple, "none": .blue,
    ]
    let dots = verdicts.compactMap { verdict, hue -> Series? in
      let mine = pairs.filter { ($0.row.verdict ?? "none") == verdict }
      guard !mine.isEmpty else { return nil }
      return Series(
        verdict == "none" ? "no verdict" : verdict, .dots,
        mine.map { pair in
          let y = scale * pair.predicted
          let ends = pair.band.map { (scale * $0.lowerBound, scale * $0.upperBound) } ?? (y, y)
          return Series.Point(scale * pair.measured, from: ends.0, to: ends.1, y: y)
        }, hue: hue)
    }
    let places = pairs.flatMap { [scale * $0.measured, scale * $0.predicted] }.filter { isClassification || $0 > 0 }
    let ends = [places.min() ?? 0, places.max() ?? 1]
    return Chart(
      pairs[0].source == .prediction ? "Before training" : "Receipts of finished models",
      x: Axis("Measured test error", unit: unit, scale: axis), y: Axis("Predicted test error", unit: unit, scale: axis),
      series: [Series("predicted = measured", .dashedLine, ends.map { Series.Point($0, $0) }, hue: .neutral)] + dots)
  }
}
