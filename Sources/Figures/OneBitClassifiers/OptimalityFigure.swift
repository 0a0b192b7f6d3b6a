import Asymptotics
import ConvexFunctions
import ConvexSolvers
import Experiments
import Messages
import Plots
import Workbench

/// Theorem 4.1: with enough regularization ridge is best, in the limit. At finite size a finite λ can be better than any
/// larger one.
struct OptimalityFigure: PaperFigure {
  let id = "2402.10474/optimality"
  let title = "Ridge, elastic net, lasso and ℓ∞ against λ: which is best, and whether λ → ∞ is"

  func draw(_ session: FigureSession) throws -> FigureContent {
    let trials = session.trials(full: 32, quick: 3)
    let count = session.isQuick ? 7 : 15
    let sweeps: [(any Penalty, Hue, ClosedRange<Double>)] = [
      (SquaredL2(), .blue, 10...1e8), (ElasticNet(share: 0.1), .orange, 1...2000), (L1(), .green, 0.3...300),
      (LInf(), .vermilion, 100...1e5),
    ]
    var panels: [FigurePanel] = []
    var findings: [String] = []
    for setting in [PaperSetting.noisy, .c] {
      var all: [FigureSeries] = []
      var best: [String] = []
      for (penalty, hue, range) in sweeps {
        let sweep = try MixtureSweep(
          setting.mixture(), penalty,
          lambdas: LambdaGrid.logarithmic(from: range.lowerBound, to: range.upperBound, count: count), formats: [],
          session)
        let series = try SweepSeries(sweep, trials: trials, withPaper: false)
        all += series.pair(CandidateColumns.symbol(penalty.name), hue, { $0.testError }, { $0.testError })
        if let least = series.line.min(by: { $0.testError.mean < $1.testError.mean }), let last = series.line.last {
          best.append(
            "\(penalty.name) \(NumberText.percent(least.testError.mean, 2)) % at λ = \(NumberText.scientific(least.lambda, 1))"
          )
          if penalty is SquaredL2 {
            findings.append(
              "Setting \(setting.name), ridge: best at λ = \(NumberText.scientific(least.lambda, 1)) with "
                + "\(NumberText.percent(least.testError.mean, 2)) %; at λ = \(NumberText.scientific(last.lambda, 0)) it is "
                + "\(NumberText.percent(last.testError.mean, 2)) %.")
          }
        }
      }
      findings.append("Setting \(setting.name), least predicted errors: \(best.joined(separator: ", ")).")
      panels.append(
        FigurePanel(
          "\(setting.name): \(setting.text)", x: Axis("λ", scale: .log10),
          y: Axis("Test error", unit: "%", includesZero: true), series: all))
    }
    return FigureContent(
      panels: panels,
      note:
        "Elastic net: a tenth ℓ1, the rest squared ℓ2. Lines: exact theory, or draws of the reduced problem where few "
        + "weights are left. Dots: \(trials) data sets each, bars one standard error.", findings: findings)
  }
}
