import Asymptotics
import DataModels
import Messages
import Plots

/// What each target costs when it alone is quantized, and all together, against the size of the batch.
struct TargetsFigure: PaperFigure {
  let id = "2510.18259/q1"
  let title = "What quantizing each target adds to the risk of SGD, against the batch"

  /// The variance of every error.
  static let variance = 0.1

  static func model(batch: Int) throws -> QuantizedRegression {
    QuantizedRegression(
      spectrum: try .power(2, count: 50), noiseVariance: 1, batchSize: batch, stepSize: 0.1, steps: 500)
  }

  /// Runs that take about as long for every batch.
  static func trials(_ session: FigureSession, batch: Int) -> Int {
    session.trials(full: max(16, 4000 / batch), quick: max(20, 400 / batch))
  }

  func draw(_ session: FigureSession) throws -> FigureContent {
    let batches = session.isQuick ? [1, 8, 64] : [1, 8, 64, 512]
    let groups: [(name: String, targets: [QuantizationTarget], hue: Hue)] =
      zip(QuantizationTarget.allCases, [Hue.blue, .green, .vermilion, .purple, .orange])
      .map { ($0.rawValue, [$0], $1) } + [("all five", QuantizationTarget.allCases, .neutral)]
    var panels: [FigurePanel] = []
    var scores: [String: [FigureSeries.Point]] = [:]
    var findings: [String] = []
    for kind in SGDErrorKind.allCases {
      var series: [FigureSeries] = []
      var falls: [String] = []
      let error = kind.error(Self.variance)
      for group in groups {
        // 1, 2, 3, 4, 6, 8, 12, … 512.
        let line = try ([0] + (2...18)).map { step in
          let batch = 1 << (step / 2) + (step % 2 == 0 ? 0 : 1 << (step / 2 - 1))
          return FigureSeries.Point(
            Double(batch), try Self.model(batch: batch).with(error, on: group.targets).predictedIncrement())
        }
        series.append(FigureSeries(group.name, .theory, group.hue, line))
        let dots = try batches.map { batch in
          try SGDRuns(session: session, trials: Self.trials(session, batch: batch)).point(
            Double(batch), Self.model(batch: batch).with(error, on: group.targets))
        }
        series.append(FigureSeries(group.name, .measured, group.hue, dots.resolved))
        scores[group.name, default: []] += dots.compactMap { dot in dot.score.map { .init(dot.x, $0) } }
        falls.append("\(group.name) \(NumberText.short(line[0].y / line[line.count - 1].y))")
      }
      findings.append(
        "From B = 1 to 512 the increments of \(kind.rawValue) errors fall by factors of \(falls.joined(separator: ", "))."
      )
      panels.append(
        FigurePanel(
          "\(kind.rawValue) error, variance \(Self.variance)", x: Axis("Batch B", scale: .log10),
          y: Axis("Increment of the averaged risk", unit: "excess risk", scale: .log10), series: series))
    }
    let survivors = try SGDErrorKind.allCases.map { kind in
      NumberText.short(
        try Self.model(batch: 1_000_000).with(kind.error(Self.variance), on: [.parameter]).predictedIncrement())
    }
    findings.append(
      "Parameter errors do not vanish with the batch: at B = 10⁶ \(survivors[0]) (additive) and \(survivors[1]) "
        + "(multiplicative) are left, and of data errors the misfit.")
    let all = scores.values.flatMap { $0 }.map(\.y)
    let square = (all.reduce(0) { $0 + $1 * $1 } / Double(max(1, all.count))).squareRoot()
    findings.append(
      "All \(all.count) measured increments lie \(NumberText.fixed(square, 2)) standard errors from theory (root mean square), at most "
        + "\(NumberText.fixed(all.reduce(0) { max($0, $1.magnitude) }, 1)).")
    panels.append(
      FigurePanel(
        "measured − predicted", x: Axis("Batch B", scale: .log10), y: Axis("Difference", unit: "standard errors"),
        series: groups.compactMap { group in
          scores[group.name].flatMap { $0.isEmpty ? nil : FigureSeries(group.name, .measured, group.hue, $0) }
        }))
    return FigureContent(
      panels: panels,
      note:
        "λᵢ = i⁻², d = 50, w* = 1, σ² = 1, γ = 0.1, 500 updates. Lines: exact theory. Dots: runs paired with full precision on the "
        + "same data, \(batches.map { "\(Self.trials(session, batch: $0))" }.joined(separator: ", ")) for each batch, bars one standard "
        + "error, where that is below the predicted increment; all of them at the right.",
      findings: findings, columns: 3)
  }
}
