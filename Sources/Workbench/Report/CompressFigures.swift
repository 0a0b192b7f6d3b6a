import Messages
import Plots

/// The pictures of `compress`.
enum CompressFigures {
  /// Every candidate: its test error (its validation error without test rows) against the bytes of its file, and the frontier that no candidate is below.
  static func errorAgainstBytes(_ answer: CompressAnswer) -> Figure {
    let text = ErrorText(task: answer.data.task)
    let rows = answer.candidates.filter { !$0.oracle }
    let isTested = answer.data.testSamples > 0
    func error(_ row: Candidate) -> Double? { isTested ? row.testError : row.validationError }
    func name(_ row: Candidate) -> String {
      guard let map = row.map else {
        return CandidateColumns.symbol(row.penalty) + (row.rounding == "plain" ? "" : ", " + row.rounding)
      }
      return row.isNetwork ? "binary networks" : "\(map) features"
    }
    let names = rows.map(name).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let series = names.map { wanted in
      Series(
        wanted, .dots,
        rows.filter { name($0) == wanted }.map { row in
          Series.Point(
            Double(row.bytes) / 1024, text.value(error(row)),
            error: text.value(row.testErrorStandardError),
            label: (row.isLinear ? "" : row.isNetwork ? "\(CandidateColumns.model(row)) " : "\(row.width ?? 0) ")
              + row.format
              + (row.remark.isEmpty ? "" : ", " + row.remark) + (row.chosen ? " (chosen)" : ""))
        })
    }
    let chart = Chart(
      x: Axis("Size of the whole file", unit: "kB", scale: .log10),
      y: Axis(isTested ? "Test error" : "Validation error", unit: text.unit),
      series: [Series("least error for the bytes", .steps, frontier(rows, text, error), hue: .neutral)] + series)
    return Figure(
      charts: [chart], note: "Bars: one standard error. 1 kB = 1,024 bytes.", chartWidth: 720, chartHeight: 360)
  }

  /// The candidates below which none lies, by bytes: each smaller error that more bytes buy.
  private static func frontier(
    _ rows: [Candidate], _ text: ErrorText, _ errorOf: (Candidate) -> Double?
  ) -> [Series.Point] {
    var least = Double.infinity
    var points: [Series.Point] = []
    for row in rows.sorted(by: { ($0.bytes, errorOf($0) ?? .infinity) < ($1.bytes, errorOf($1) ?? .infinity) }) {
      guard let error = errorOf(row), error < least else { continue }
      least = error
      points.append(Series.Point(Double(row.bytes) / 1024, text.value(error)))
    }
    if let last = rows.map(\.bytes).max(), let end = points.last {
      points.append(Series.Point(Double(last) / 1024, end.y))
    }
    return points
  }

  /// For each penalty: float and one-bit error, boundary and non-zero fraction against λ.
  static func paths(_ answer: CompressAnswer) -> Figure {
    let text = ErrorText(task: answer.data.task)
    let penalties = answer.path.map(\.penalty).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    var charts: [Chart] = []
    for penalty in penalties {
      let rows = answer.path.filter { $0.penalty == penalty }
      func points(_ value: (PathRow) -> Double) -> [Series.Point] {
        rows.map { Series.Point($0.lambdaFraction, value($0)) }
      }
      let isTested = answer.data.testSamples > 0
      func float(_ row: PathRow) -> Double? { isTested ? row.testError : row.validationError }
      func oneBit(_ row: PathRow) -> Double? { isTested ? row.oneBitTestError : row.oneBitValidationError }
      // Near λmax every error is that of guessing; without a cap the useful part would be a flat line.
      let least = max(rows.compactMap(float).min() ?? 0, rows.compactMap(oneBit).min() ?? 0)
      let cap = max(3 * least, answer.data.task == "classify" ? 0.1 : 0)
      func capped(_ error: Double?) -> Double {
        guard let error, error <= cap else { return .nan }
        return text.value(error)
      }
      charts.append(
        Chart(
          "\(CandidateColumns.symbol(penalty)): error",
          x: Axis("λ / λmax", scale: .log10, range: span(rows)),
          y: Axis(isTested ? "Test error" : "Validation error", unit: text.unit, includesZero: true),
          series: [
            Series("32 bits", .joinedDots, points { capped(float($0)) }, hue: .blue),
            Series(
              "one bit", .joinedDots, points { capped(oneBit($0)) },
              hue: .vermilion),
          ]))
      charts.append(
        Chart(
          "\(CandidateColumns.symbol(penalty)): structure", x: Axis("λ / λmax", scale: .log10, range: span(rows)),
          y: Axis("Share of weights", unit: "%", range: 0...100),
          series: [
            Series("at the boundary", .joinedDots, points { 100 * $0.boundaryFraction }, hue: .vermilion),
            Series("non-zero", .joinedDots, points { 100 * $0.nonzeroFraction }, hue: .blue),
          ]))
    }
    return Figure(charts: charts, columns: 2, chartWidth: 380, chartHeight: 240)
  }

  /// Mirror descent: distance from the direct solution and test error against step size × λ, a line for each map.
  static func descents(_ answer: CompressAnswer) -> Figure {
    let text = ErrorText(task: answer.data.task)
    func chart(_ title: String, _ y: Axis, _ value: (DescentTrace.Point) -> Double?) -> Chart {
      Chart(
        title, x: Axis("Step size × λ", scale: .log10), y: y,
        series: answer.descents.map { trace in
          Series(
            trace.model, .joinedDots,
            trace.compared.map { Series.Point($0.stepSizeTimesLambda, value($0) ?? .nan) })
        })
    }
    return Figure(
      charts: [
        chart("Distance from the direct solution", Axis("Relative distance", scale: .log10), \.distance),
        chart("Error", Axis("Test error", unit: text.unit)) { $0.testError.map { text.value($0) } },
      ], columns: 2,
      note:
        "η λ with λ in units of the mean squared length of a row. All step sizes of a map after the same number of passes.",
      chartWidth: 380, chartHeight: 240)
  }

  /// The strengths from end to end, so that both charts of a penalty have the same axis; nil for a single one.
  private static func span(_ rows: [PathRow]) -> ClosedRange<Double>? {
    guard let low = rows.map(\.lambdaFraction).min(), let high = rows.map(\.lambdaFraction).max(), low > 0, high > low
    else { return nil }
    return low / 1.15...high * 1.15
  }
}
