import Asymptotics
import ConvexFunctions
import Experiments
import Messages
import Plots
import Workbench

/// What each penalty's own compressed form costs, side by side: ridge in 32 bits, the lasso's few weights, the signs
/// of ℓ∞.
struct ThreePenaltiesFigure: PaperFigure {
  let id = "2402.10474/fig4"
  let title = "Three penalties and their signs at the same share of λ_max"

  func draw(_ session: FigureSession) throws -> FigureContent {
    let trials = session.trials(full: 32, quick: 4)
    let setting = PaperSetting.a
    var (errors, signs): ([FigureSeries], [FigureSeries]) = ([], [])
    for (penalty, hue) in [(SquaredL2(), Hue.blue), (L1(), .green), (LInf(), .vermilion)] as [(any Penalty, Hue)] {
      let lambdas = PenaltyPathFigure.lambdas(penalty, count: session.isQuick ? 7 : 18)
      let series = try SweepSeries(
        MixtureSweep(setting.mixture(), penalty, lambdas: lambdas, formats: [], session), trials: trials,
        withPaper: false)
      let unit = lambdas.max() ?? 1
      let name = CandidateColumns.symbol(penalty.name)
      errors += series.pair(name, hue, { $0.testError }, { $0.testError }).map { $0.rescaled(by: 1 / unit) }
      signs += series.pair("\(name), sign(W)", hue, { $0.oneBitTestError }, { $0.oneBitTestError })
        .map { $0.rescaled(by: 1 / unit) }
    }
    let x = Axis("λ in units of the largest one drawn", scale: .log10)
    return FigureContent(
      panels: [
        FigurePanel("W: \(setting.text)", x: x, y: Axis("Test error", unit: "%", includesZero: true), series: errors),
        FigurePanel("sign(W)", x: x, y: Axis("Test error", unit: "%", includesZero: true), series: signs),
      ],
      note:
        "Lines: exact theory. Dots: \(trials) data sets each, bars one standard error. Largest λ: 10,000 for ℓ2, 300 for ℓ1, "
        + "200,000 for ℓ∞, which is beyond its λ_max of 114,327: there W = 0.")
  }
}
