import Asymptotics
import ConvexFunctions
import Experiments
import Messages
import Plots
import Workbench

/// Four settings, three penalties: the errors of W and of its signs, predicted and measured at round strengths.
struct SettingsTable: PaperFigure {
  let id = "2402.10474/table"
  let title = "Settings A to D: predicted and measured errors at round strengths"

  private static let lambdas: [(any Penalty, Hue, [Double])] = [
    (SquaredL2(), .blue, [10, 30, 100, 300, 1000, 3000, 10_000]),
    (L1(), .green, [0.1, 1, 2, 5, 10, 20, 30, 50, 70, 100, 200, 300]),
    (LInf(), .vermilion, [100, 300, 1000, 2000, 3000, 5000, 8000, 10_000]),
  ]

  func draw(_ session: FigureSession) throws -> FigureContent {
    let trials = session.trials(full: 32, quick: 2)
    let settings: [PaperSetting] = session.isQuick ? [.a] : [.a, .b, .c, .d]
    var panels: [FigurePanel] = []
    for setting in settings {
      var (errors, signs): ([FigureSeries], [FigureSeries]) = ([], [])
      for (penalty, hue, lambdas) in Self.lambdas {
        let series = try SweepSeries(
          MixtureSweep(setting.mixture(), penalty, lambdas: lambdas, formats: [], session), trials: trials,
          withPaper: false)
        let name = CandidateColumns.symbol(penalty.name)
        errors += series.pair(name, hue, { $0.testError }, { $0.testError })
        signs += series.pair(name, hue, { $0.oneBitTestError }, { $0.oneBitTestError })
      }
      for (what, all) in [("W", errors), ("sign(W)", signs)] {
        panels.append(
          FigurePanel(
            "\(setting.name), \(what): \(setting.text)", x: Axis("λ", scale: .log10),
            y: Axis("Test error", unit: "%", includesZero: true), series: all))
      }
    }
    return FigureContent(
      panels: panels,
      note:
        "Lines: exact theory; near the ends of ℓ1 and ℓ∞ draws of the reduced problem. Dots: \(trials) data sets each, "
        + "bars one standard error. The CSV holds the table.")
  }
}
