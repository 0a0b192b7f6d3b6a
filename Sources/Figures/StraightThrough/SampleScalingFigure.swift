import Asymptotics
import DataModels
import LinearAlgebra
import Messages
import Plots
import Workbench

/// The samples for recovery in half of the trials, against the number of weights.
struct SampleScalingFigure: PaperFigure {
  let id = "2505.18113/scaling"
  let title = "Samples for half of the recoveries, against the number of weights"

  func draw(_ session: FigureSession) throws -> FigureContent {
    let sizes = session.isQuick ? [9, 16, 25] : [9, 16, 25, 36, 49, 64, 81]
    let trials = session.trials(full: 100, quick: 40)
    let counter = session.counter("training", total: 2 * sizes.count * RecoveryFigure.places.count)
    var series: [FigureSeries] = []
    var findings: [String] = []
    for (name, hue) in [("relu", .blue), ("identity", .vermilion)] as [(String, Hue)] {
      var (line, dots): ([FigureSeries.Point], [FigureSeries.Point]) = ([], [])
      for n in sizes {
        var setting = StraightThroughSetting(weightCount: n, hiddenCount: 32, sampleCount: 1)
        setting.surrogate = StraightThroughStudy.surrogate(name)
        guard let law = SampleLaw(setting, .mean) else { continue }
        line.append(.init(Double(n), law.half))
        var cells: [(samples: Int, found: Int, trials: Int)] = []
        for place in RecoveryFigure.places {
          setting.sampleCount = max(2, Int(law.samples(probability: place).rounded()))
          let cell = try RecoveryCell(setting, "scaling", trials: trials, session)
          counter.advance()
          cells.append((setting.sampleCount, cell.mean, cell.trials))
        }
        if let half = HalfRecovery(cells) {
          dots.append(.init(Double(n), half.samples, standardError: half.standardError, predicted: law.half))
        }
      }
      series += [FigureSeries("\(name), law", .theory, hue, line), FigureSeries(name, .measured, hue, dots)]
      if dots.count > 2 {
        findings.append("\(name): N for half grows as n^\(NumberText.fixed(Self.slope(dots), 2)) (mean of the signs).")
      }
    }
    let quadratic = sizes.map { FigureSeries.Point(Double($0), Double($0 * $0) / 12) }
    series.append(FigureSeries("n², the theorem's", .paper, .neutral, quadratic))
    return FigureContent(
      panels: [
        FigurePanel(
          "m = 32, no noise", x: Axis("Weights n", scale: .log10),
          y: Axis("N for half", unit: "samples", scale: .log10), series: series)
      ],
      note: "1,000 steps, \(trials) trials at each of five N; bars one standard error of a logistic fit in ln N. The "
        + "dashed line has the exponent of the sufficient number, at any height.", findings: findings, columns: 1)
  }

  /// Least squares of ln y on ln x.
  static func slope(_ dots: [FigureSeries.Point]) -> Double {
    let points = dots.map { (logarithm($0.x), logarithm($0.y)) }
    let mean = points.reduce((0, 0)) { ($0.0 + $1.0 / Double(points.count), $0.1 + $1.1 / Double(points.count)) }
    let top = points.reduce(0) { $0 + ($1.0 - mean.0) * ($1.1 - mean.1) }
    return top / points.reduce(0) { $0 + ($1.0 - mean.0) * ($1.0 - mean.0) }
  }
}
